using Torghut.Trading.Catalogue;
using Torghut.Trading.Strategies;
using Torghut.Trading.Strategies.Rules;

namespace Torghut.Trading.Backtest;

/// <summary>A catalogue with other values of parameters.</summary>
internal static class ParameterOverride
{
    /// <summary>Sets parameters in every strategy that has them.</summary>
    /// <exception cref="InvalidDataException">No strategy has one of them, or a value is out of its range.</exception>
    public static StrategyCatalogue Of(StrategyCatalogue catalogue, IReadOnlyDictionary<string, decimal> values)
    {
        foreach (var name in values.Keys.Where(name => !catalogue.Strategies.Any(strategy => NamesOf(strategy).Contains(name, StringComparer.Ordinal))))
        {
            throw new InvalidDataException($"No strategy has a parameter {name}.");
        }

        return new StrategyCatalogue([.. catalogue.Strategies.Select(strategy => Of(strategy, values))]);
    }

    private static IEnumerable<string> NamesOf(StrategyDefinition strategy) => strategy.Plugin is RulesStrategy rules
        ? rules.Texts.Values.Keys
        : strategy.Plugin.Parameters.Select(parameter => parameter.Name);

    private static StrategyDefinition Of(StrategyDefinition strategy, IReadOnlyDictionary<string, decimal> values)
    {
        if (strategy.Plugin is RulesStrategy rules)
        {
            var own = rules.Texts.Values.ToDictionary(
                pair => pair.Key, pair => values.TryGetValue(pair.Key, out var value) ? (double)value : pair.Value, StringComparer.Ordinal);
            var changed = RulesStrategy.Make(rules.Texts with { Values = own });
            return strategy with { Plugin = changed, Parameters = StrategyParameters.Of(changed.Texts.ToMap()) };
        }

        var overrides = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var parameter in strategy.Plugin.Parameters)
        {
            var value = values.TryGetValue(parameter.Name, out var other) ? (double)other : strategy.Parameters[parameter.Name];
            overrides.Add(parameter.Name, value >= parameter.Min && value <= parameter.Max
                ? value
                : throw new InvalidDataException($"{parameter.Name} may be from {parameter.Min} to {parameter.Max}, not {value}."));
        }

        return strategy with { Parameters = StrategyParameters.Resolve(strategy.Plugin.Parameters, overrides) };
    }
}
