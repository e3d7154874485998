using Torghut.Bench;
using Torghut.Bench.Kafka;

return args switch
{
    ["serve", var directory] => await BenchBroker.ServeAsync(directory),
    ["commits", var bootstrap, .. var rest] => await BenchArguments.RunAsync(
        rest, "Measures commits in two protocols on the cluster at the given address.", arguments => KafkaBench.RunCommitsAsync(arguments, bootstrap)),
    _ => await BenchArguments.RunAsync(
        args, "Measures the sandbox broker, in a process of its own, through librdkafka with records of 200 bytes.", KafkaBench.RunAsync),
};
