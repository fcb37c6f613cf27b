'use server';
exports.exportedTheOldWay = async () => {};
