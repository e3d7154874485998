using System.Linq.Expressions;

namespace Torghut.Trading.Strategies.Rules;

/// <summary>
/// Checks the types of a parsed rule and makes an expression tree of it. Numbers are doubles, null is NaN; conditions are integers: false, true, unknown.
/// Nothing but <see cref="RuleFunctions"/> is ever called.
/// </summary>
/// <param name="parameters">Names of the parameters, in the order of their values.</param>
internal sealed class RuleCompiler(IReadOnlyList<string> parameters)
{
    /// <summary>Furthest bar that may be looked back at.</summary>
    public const int MaxLookback = 600;

    private const string Functions = "abs, avg, change, coalesce, crosses_above, crosses_below, highest, lowest, max, min, prev";

    private static readonly ParameterExpression Context = Expression.Parameter(typeof(StrategyContext), "context");
    private static readonly ParameterExpression Row = Expression.Parameter(typeof(SignalFeatures), "features");
    private static readonly ParameterExpression Values = Expression.Parameter(typeof(double[]), "values");
    private static readonly Expression History = Expression.Property(Context, nameof(StrategyContext.History));

    private readonly HashSet<string> _features = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dispensable = new(StringComparer.Ordinal);
    private int _nullChecked;

    /// <summary>Features without which a rule says nothing, in the order of their names.</summary>
    public IEnumerable<string> Features => _features.Except(_dispensable).Order(StringComparer.Ordinal);

    /// <summary>Bars before the newest that rules look at.</summary>
    public int Lookback { get; private set; }

    public bool UsesPosition { get; private set; }

    /// <summary>The condition of a rule.</summary>
    /// <exception cref="RuleException">A name is unknown, a type is wrong, or the rule is no condition.</exception>
    public Expression<RuleFunction> Condition(RuleNode rule) => Expression.Lambda<RuleFunction>(Truth(rule), Context, Row, Values);

    private Expression Truth(RuleNode node)
    {
        var made = Make(node);
        return made.Type == typeof(int) ? made : throw new RuleException(node.At, "expected a condition, found a number");
    }

    private Expression Number(RuleNode node)
    {
        var made = Make(node);
        return made.Type == typeof(double) ? made : throw new RuleException(node.At, "expected a number, found a condition");
    }

    private Expression Make(RuleNode node) => node switch
    {
        RuleNode.Number number => Expression.Constant(number.Value),
        RuleNode.Truth truth => Expression.Constant(truth.Value ? RuleFunctions.True : RuleFunctions.False),
        RuleNode.Name name => Name(name),
        RuleNode.Negate negate => Expression.Negate(Number(negate.Operand)),
        RuleNode.Not not => Call(nameof(RuleFunctions.Not), Truth(not.Operand)),
        RuleNode.IsNull isNull => IsNull(isNull),
        RuleNode.Binary binary => Binary(binary),
        RuleNode.Call call => Function(call),
        _ => throw new InvalidOperationException($"A rule holds a {node.GetType().Name}."),
    };

    /// <summary>A rule that asks whether something is there can do without it.</summary>
    private MethodCallExpression IsNull(RuleNode.IsNull node)
    {
        _nullChecked++;
        var operand = Number(node.Operand);
        _nullChecked--;
        return Call(nameof(RuleFunctions.IsNull), operand);
    }

    private Expression Name(RuleNode.Name node)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i] == node.Text)
            {
                return Expression.ArrayIndex(Values, Expression.Constant(i));
            }
        }

        if (RuleNames.Feature(node.Text) is { } feature)
        {
            Need(feature);
            return Call(nameof(RuleFunctions.Number), Expression.Property(Row, PropertyOf(feature)));
        }

        UsesPosition |= node.Text.StartsWith("position.", StringComparison.Ordinal);
        return node.Text switch
        {
            RuleNames.MinutesSinceOpen => Call(nameof(RuleFunctions.MinutesSinceOpen), Expression.Property(Context, nameof(StrategyContext.EventTs))),
            RuleNames.MinutesToClose => Call(nameof(RuleFunctions.MinutesToClose), Expression.Property(Context, nameof(StrategyContext.EventTs))),
            RuleNames.PositionQty => Position(nameof(HeldPosition.Qty)),
            RuleNames.PositionAveragePrice => Position(nameof(HeldPosition.AveragePrice)),
            RuleNames.PositionUnrealizedPct => Position(nameof(HeldPosition.UnrealizedPct)),
            _ => throw new RuleException(node.At, $"unknown name '{Short(node.Text)}'; features, parameters and functions are in docs/strategies.md"),
        };
    }

    private static MemberExpression Position(string property) =>
        Expression.Property(Expression.Property(Context, nameof(StrategyContext.Position)), property);

    private Expression Binary(RuleNode.Binary node)
    {
        if (node.Operator == RuleToken.And)
        {
            return Join(Truth(node.Left), Truth(node.Right), RuleFunctions.False, RuleFunctions.True);
        }

        if (node.Operator == RuleToken.Or)
        {
            return Join(Truth(node.Left), Truth(node.Right), RuleFunctions.True, RuleFunctions.False);
        }

        var (left, right) = (Number(node.Left), Number(node.Right));
        return node.Operator switch
        {
            RuleToken.Plus => Call(nameof(RuleFunctions.Finite), Expression.Add(left, right)),
            RuleToken.Minus => Call(nameof(RuleFunctions.Finite), Expression.Subtract(left, right)),
            RuleToken.Times => Call(nameof(RuleFunctions.Finite), Expression.Multiply(left, right)),
            RuleToken.Over => Call(nameof(RuleFunctions.Divide), left, right),
            RuleToken.Less => Call(nameof(RuleFunctions.Less), left, right),
            RuleToken.LessOrEqual => Call(nameof(RuleFunctions.LessOrEqual), left, right),
            RuleToken.Greater => Call(nameof(RuleFunctions.Greater), left, right),
            RuleToken.GreaterOrEqual => Call(nameof(RuleFunctions.GreaterOrEqual), left, right),
            RuleToken.Equal => Call(nameof(RuleFunctions.Equal), left, right),
            _ => Call(nameof(RuleFunctions.NotEqual), left, right),
        };
    }

    /// <summary>
    /// Kleene's and, or: one side decides alone when it is the deciding value, and the other is not looked at then; both neutral are neutral; else it is
    /// unknown.
    /// </summary>
    private static BlockExpression Join(Expression left, Expression right, int deciding, int neutral)
    {
        var (first, second) = (Expression.Variable(typeof(int)), Expression.Variable(typeof(int)));
        var decides = Expression.Constant(deciding);
        return Expression.Block(
            [first, second],
            Expression.Assign(first, left),
            Expression.Condition(
                Expression.Equal(first, decides),
                decides,
                Expression.Block(
                    Expression.Assign(second, right),
                    Expression.Condition(
                        Expression.Equal(second, decides),
                        decides,
                        Expression.Condition(
                            Expression.Equal(first, Expression.Constant(neutral)), second, Expression.Constant(RuleFunctions.Unknown))))));
    }

    private MethodCallExpression Function(RuleNode.Call call)
    {
        switch (call.Function)
        {
            case "abs":
                return Expression.Call(typeof(Math).GetMethod(nameof(Math.Abs), [typeof(double)])!, Number(Arguments(call, 1)[0]));
            case "min":
                return Call(nameof(RuleFunctions.Min), Number(Arguments(call, 2)[0]), Number(call.Arguments[1]));
            case "max":
                return Call(nameof(RuleFunctions.Max), Number(Arguments(call, 2)[0]), Number(call.Arguments[1]));
            case "coalesce":
                return Coalesce(call);
            case "prev":
                return Past(FeatureOf(call, 0), call.Arguments.Count == 1 ? 1 : Bars(Arguments(call, 2)[1], 1, MaxLookback));
            case "change":
                var bars = Bars(Arguments(call, 2)[1], 1, MaxLookback);
                return Call(nameof(RuleFunctions.Finite), Expression.Subtract(Number(call.Arguments[0]), Past(FeatureOf(call, 0), bars)));
            case "avg":
                return Window(call, nameof(RuleFunctions.Average));
            case "highest":
                return Window(call, nameof(RuleFunctions.Highest));
            case "lowest":
                return Window(call, nameof(RuleFunctions.Lowest));
            case "crosses_above":
                return Crosses(Arguments(call, 2)[0], call.Arguments[1]);
            case "crosses_below":
                return Crosses(Arguments(call, 2)[1], call.Arguments[0]);
            default:
                throw new RuleException(call.At, $"unknown function '{Short(call.Function)}', expected one of {Functions}");
        }
    }

    private MethodCallExpression Coalesce(RuleNode.Call call)
    {
        var arguments = Arguments(call, 2);
        _nullChecked++;
        var value = Number(arguments[0]);
        _nullChecked--;
        return Call(nameof(RuleFunctions.Coalesce), value, Number(arguments[1]));
    }

    private MethodCallExpression Window(RuleNode.Call call, string function)
    {
        var bars = Bars(Arguments(call, 2)[1], 1, MaxLookback);
        var feature = FeatureOf(call, 0);
        Lookback = Math.Max(Lookback, bars - 1);
        return Call(function, History, Expression.Constant(bars), Expression.Constant(feature.Read));
    }

    private MethodCallExpression Crosses(RuleNode left, RuleNode right) =>
        Call(nameof(RuleFunctions.Crosses), Number(left), Number(right), Before(left), Before(right));

    /// <summary>A feature one bar ago; a number or a parameter is what it was.</summary>
    private Expression Before(RuleNode node) => node switch
    {
        RuleNode.Name name when RuleNames.Feature(name.Text) is { } feature && !parameters.Contains(name.Text) => Past(feature, 1),
        RuleNode.Name name when parameters.Contains(name.Text) => Name(name),
        RuleNode.Number or RuleNode.Negate { Operand: RuleNode.Number } => Number(node),
        _ => throw new RuleException(node.At, "expected a feature, a parameter or a number: what crosses is looked up one bar ago"),
    };

    private MethodCallExpression Past(RuleFeature feature, int bars)
    {
        Lookback = Math.Max(Lookback, bars);
        return Call(nameof(RuleFunctions.Past), History, Expression.Constant(bars), Expression.Constant(feature.Read));
    }

    private RuleFeature FeatureOf(RuleNode.Call call, int index)
    {
        var node = call.Arguments.Count > index ? call.Arguments[index] : throw new RuleException(call.At, $"{call.Function} needs a feature");
        if (node is not RuleNode.Name name || RuleNames.Feature(name.Text) is not { } feature)
        {
            throw new RuleException(node.At, $"{call.Function} looks back at a feature; expected the name of one");
        }

        Need(feature);
        return feature;
    }

    private static int Bars(RuleNode node, int least, int most) =>
        node is RuleNode.Number { Value: var bars } && bars >= least && bars <= most && bars == Math.Floor(bars)
            ? (int)bars
            : throw new RuleException(node.At, $"expected a whole number of bars from {least} to {most}");

    private static IReadOnlyList<RuleNode> Arguments(RuleNode.Call call, int count) =>
        call.Arguments.Count == count
            ? call.Arguments
            : throw new RuleException(call.At, $"{call.Function} takes {count} values, found {call.Arguments.Count}");

    private void Need(RuleFeature feature)
    {
        (_nullChecked == 0 ? _features : _dispensable).Add(feature.Name);
    }

    private static MethodCallExpression Call(string function, params Expression[] arguments) =>
        Expression.Call(typeof(RuleFunctions), function, null, arguments);

    /// <summary>The property of a feature is its column name in the language's case.</summary>
    private static string PropertyOf(RuleFeature feature) =>
        string.Concat(feature.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Short(string text) => text.Length <= 32 ? text : text[..32] + "…";
}
