using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>One point of a grid.</summary>
/// <param name="Parameters">The values tried.</param>
/// <param name="Report">Its report.</param>
/// <param name="Days">Returns, one a day.</param>
internal sealed record SweepResult(IReadOnlyDictionary<string, decimal> Parameters, JsonMap Report, IReadOnlyList<double> Days)
{
    private JsonMap First => ((IEnumerable<JsonMap>)Report["models"]!).First();

    public decimal Pnl => (decimal)First["pnl"]!;

    public JsonMap ToMap()
    {
        var parameters = new JsonMap();
        foreach (var (name, value) in Parameters)
        {
            parameters.Add(name, value);
        }

        return new JsonMap
        {
            ["parameters"] = parameters,
            ["pnl"] = Pnl,
            ["decisions"] = First["decisions"],
            ["executions"] = First["executions"],
            ["max_drawdown"] = First["max_drawdown"],
            ["decision_digest"] = First["decision_digest"],
        };
    }
}
