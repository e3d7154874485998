namespace Torghut.Trading.Strategies.Rules;

/// <summary>A strategy that is written in the catalogue: rules over features, compiled once, pure and without side effects.</summary>
internal sealed class RulesStrategy : IStrategyPlugin
{
    public const string TypeName = "rules";

    private readonly Lazy<RuleFunction> _entry;
    private readonly Lazy<RuleFunction> _exit;
    private readonly Lazy<RuleFunction>? _guard;
    private readonly double[] _values;
    private readonly Dictionary<string, double[]> _symbolValues;
    private long _unknown;

    private RulesStrategy(RuleTexts texts)
    {
        Texts = texts;
        var names = texts.Values.Keys.Order(StringComparer.Ordinal).ToList();
        var compiler = new RuleCompiler(names);
        var (entry, exit) = (Compile(compiler, "entry", texts.Entry), Compile(compiler, "exit", texts.Exit));
        var guard = texts.Guard is null ? default((Lazy<RuleFunction> Function, IReadOnlyList<string> Conditions)?) : Compile(compiler, "guard", texts.Guard);
        (_entry, _exit, _guard) = (entry.Function, exit.Function, guard?.Function);
        Buys = new StrategyIntent(OrderSide.Buy, [.. guard?.Conditions ?? [], .. entry.Conditions]);
        Sells = new StrategyIntent(OrderSide.Sell, exit.Conditions);
        _values = [.. names.Select(name => texts.Values[name])];
        _symbolValues = texts.SymbolValues.ToDictionary(
            symbol => symbol.Key,
            symbol => names.Select(name => symbol.Value.TryGetValue(name, out var own) ? own : texts.Values[name]).ToArray(),
            StringComparer.Ordinal);
        RequiredFeatures = [.. compiler.Features.Select(name => RuleNames.Feature(name)!).Select(feature => FeatureNamed(feature))];
        (Lookback, UsesPosition) = (compiler.Lookback, compiler.UsesPosition);
    }

    public RuleTexts Texts { get; }

    /// <summary>What an entry leads to, with the conditions that hold then.</summary>
    public StrategyIntent Buys { get; }

    /// <summary>What an exit leads to, with the conditions that hold then.</summary>
    public StrategyIntent Sells { get; }

    public string Type => TypeName;

    public string Version => "1.0.0";

    /// <summary>They are in <see cref="Texts"/>: every strategy has its own.</summary>
    public IReadOnlyList<ParameterDefinition> Parameters => [];

    public IReadOnlyList<Feature> RequiredFeatures { get; }

    public int Lookback { get; }

    public bool UsesPosition { get; }

    /// <summary>How often a rule said neither yes nor no, because a feature was null, since it was last asked.</summary>
    public long TakeUnknown() => Interlocked.Exchange(ref _unknown, 0);

    /// <summary>Makes a strategy of what a user wrote.</summary>
    /// <exception cref="RulesException">A rule is none.</exception>
    public static RulesStrategy Make(RuleTexts texts) => new(texts);

    public StrategyIntent? Evaluate(in StrategyContext context, SignalFeatures features)
    {
        var values = _symbolValues.Count > 0 && _symbolValues.TryGetValue(context.Symbol, out var own) ? own : _values;
        var entry = _entry.Value(context, features, values);
        if (entry == RuleFunctions.True)
        {
            var guard = _guard is null ? RuleFunctions.True : _guard.Value(context, features, values);
            if (guard == RuleFunctions.True)
            {
                return Buys;
            }

            entry = guard;
        }

        var exit = _exit.Value(context, features, values);
        if (exit == RuleFunctions.True)
        {
            return Sells;
        }

        if (entry == RuleFunctions.Unknown || exit == RuleFunctions.Unknown)
        {
            Interlocked.Increment(ref _unknown);
        }

        return null;
    }

    private static Feature FeatureNamed(RuleFeature feature) =>
        Feature.Known.FirstOrDefault(known => known.Name == feature.Name) ?? new Feature(feature.Name, feature.Read);

    /// <summary>The tree is made and checked now; it becomes code when it is first asked, so that a catalogue of many rules is read at once.</summary>
    private static (Lazy<RuleFunction> Function, IReadOnlyList<string> Conditions) Compile(RuleCompiler compiler, string field, string text)
    {
        try
        {
            var node = RuleParser.Read(text);
            var tree = compiler.Condition(node);
            return (new Lazy<RuleFunction>(() => tree.Compile()), [.. RuleConditions.Of(node, text)]);
        }
        catch (RuleException broken)
        {
            throw new RulesException(field, broken);
        }
    }
}
