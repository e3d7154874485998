using Torghut.Bench.Ws;

return args switch
{
    ["serve", var directory] => await BrokerChild.ServeAsync(directory),
    [] => await WsBench.RunAsync(asJson: false),
    ["--json"] => await WsBench.RunAsync(asJson: true),
    _ => WsBench.Usage(),
};
