export default function notRobots() {}
