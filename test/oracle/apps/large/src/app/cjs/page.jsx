const { required } = require('@/actions/required');
export default function Page() {
  return <form action={required} />;
}
