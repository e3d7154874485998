using Torghut.Bench.Kafka;

return args switch
{
    ["serve", var directory] => await BrokerProcess.ServeAsync(directory),
    [] => await KafkaBench.RunAsync(asJson: false),
    ["--json"] => await KafkaBench.RunAsync(asJson: true),
    _ => Usage.Print(),
};
