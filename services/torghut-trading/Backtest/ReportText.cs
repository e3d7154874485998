using System.Globalization;
using System.Text;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>A report for a terminal.</summary>
internal static class ReportText
{
    public static string Render(JsonMap report)
    {
        var text = new StringBuilder();
        var inputs = (JsonMap)report["inputs"]!;
        text.Append(
            CultureInfo.InvariantCulture, $"{inputs["signals"]} signals, {inputs["bars"]} bars, {inputs["ticks"]} ticks; data {report["data_digest"]}\n");
        text.Append("fills  decisions  approved  executions        equity           pnl         fees  max drawdown\n");
        foreach (var model in ((IEnumerable<JsonMap>)report["models"]!))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{CanonicalText.Of(model["fills"]!),-6}{model["decisions"],10}{model["approved"],10}{model["executions"],12}{model["equity"],14:0.00}");
            text.Append(
                CultureInfo.InvariantCulture, $"{model["pnl"],14:0.00}{((JsonMap)model["fees"]!)["total"],13:0.0000}{(double)model["max_drawdown"]!,14:P2}\n");
        }

        if (report["models_missing"] is string missing)
        {
            text.Append(missing).Append('\n');
        }

        var statistics = (JsonMap)report["statistics"]!;
        text.Append(statistics["insufficient"] is string insufficient
            ? $"Sharpe: {insufficient}\n"
            : string.Create(CultureInfo.InvariantCulture, $"Sharpe {statistics["sharpe"]:0.00}, deflated {statistics["deflated_sharpe"]:0.0000}\n"));
        text.Append(CultureInfo.InvariantCulture, $"trial {statistics["trials"]} of this family\n");
        text.Append(CultureInfo.InvariantCulture, $"decisions {((IEnumerable<JsonMap>)report["models"]!).First()["decision_digest"]}\n");
        return text.ToString();
    }
}
