using Torghut.Bench;
using Torghut.Bench.Kafka;

return args is ["serve", var directory]
    ? await BenchBroker.ServeAsync(directory)
    : await BenchArguments.RunAsync(args, "Measures the sandbox broker, in a process of its own, through librdkafka with records of 200 bytes.",
    KafkaBench.RunAsync);
