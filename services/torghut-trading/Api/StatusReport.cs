using Torghut.Trading.Advisory;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Api;

/// <summary>The body of <c>/trading/status</c>; made from memory, so that it answers whatever is down.</summary>
internal sealed class StatusReport(
    SafetyStatus safety, AdapterStatus adapter, InputStatus inputs, AccountReader account, AuditLog audit, TradingGauges gauges,
    ReconciliationOptions options, AdvisoryStatus advisory)
{
    public JsonMap Make()
    {
        var status = new JsonMap
        {
            ["service"] = "torghut-trading",
            ["adapter"] = adapter.Make(),
            ["reconcile"] = new JsonMap
            {
                ["interval_seconds"] = options.Reconcile.TotalSeconds,
                ["lag_seconds"] = Math.Round(gauges.ReconcileLagSeconds, 3),
                ["equity"] = account.LastAccount?.Equity,
                ["buying_power"] = account.LastAccount?.BuyingPower,
                ["daily_loss"] = account.LastAccount?.DailyLoss,
                ["positions"] = account.LastPositions.Count,
            },
            ["llm"] = advisory.ToMap(),
            ["audit"] = new JsonMap { ["seq"] = audit.Head.Seq, ["hash"] = audit.Head.Hash },
        };
        safety.AddTo(status);
        inputs.AddTo(status);
        return status;
    }
}
