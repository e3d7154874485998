using System.Globalization;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Catalogue;

/// <summary>Names values that another setting makes ineffective: they are allowed, but whoever wrote them expects something else.</summary>
internal static class CatalogueWarnings
{
    /// <summary>The result with its warnings.</summary>
    /// <param name="file">Path as configured.</param>
    /// <param name="result">What the parser made of it.</param>
    /// <param name="limits">Settings of the service.</param>
    public static CatalogueResult AddTo(string file, CatalogueResult result, RiskOptions limits)
    {
        if (result.Catalogue is not { } catalogue)
        {
            return result;
        }

        var warnings = new List<CatalogueProblem>();
        for (var i = 0; i < catalogue.Strategies.Count; i++)
        {
            var strategy = catalogue.Strategies[i];
            void Add(string field, string reason) =>
                warnings.Add(new CatalogueProblem(file, result.Lines.GetValueOrDefault(strategy.Name), $"strategies[{i}].{field}", reason));

            if (strategy.Cooldown < limits.Cooldown)
            {
                Add("cooldown_seconds", Text($"has no effect: TRADING_COOLDOWN_SECONDS is longer, {limits.Cooldown.TotalSeconds}"));
            }

            if (strategy.MaxNotionalPerTrade > limits.MaxNotional)
            {
                Add("max_notional_per_trade", Text($"has no effect: TRADING_MAX_NOTIONAL_PER_TRADE is lower, {limits.MaxNotional}"));
            }

            if (strategy.MaxPositionPctEquity > limits.MaxPositionPct)
            {
                Add("max_position_pct_equity", Text($"has no effect: TRADING_MAX_POSITION_PCT_EQUITY is lower, {limits.MaxPositionPct}"));
            }
        }

        return result with { Warnings = warnings };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
