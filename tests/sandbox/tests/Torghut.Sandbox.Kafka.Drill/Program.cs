using Torghut.Sandbox.Kafka.Drill;

return args switch
{
    ["broker", .. var rest] => await BrokerCommand.RunAsync(rest),
    ["copy", .. var rest] => CopyCommand.Run(rest),
    _ => Usage.Print(),
};
