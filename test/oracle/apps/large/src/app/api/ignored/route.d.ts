export declare const GET: () => Response;
