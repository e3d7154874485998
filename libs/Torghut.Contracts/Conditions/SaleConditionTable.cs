using System.Collections.Frozen;

namespace Torghut.Contracts.Conditions;

/// <summary>The sale-condition rules of the tapes, read from <c>sale-conditions.csv</c>, which names its sources.</summary>
public sealed class SaleConditionTable
{
    private const string ResourceName = "sale-conditions.csv";

    private static readonly FrozenDictionary<string, TradeFields> Effects = new Dictionary<string, TradeFields>
    {
        ["all"] = TradeFields.All,
        ["volume"] = TradeFields.Volume,
        ["restricted"] = TradeFields.Volume | TradeFields.HighLow | TradeFields.OpenCloseIfAlone,
        ["none"] = TradeFields.None,
    }.ToFrozenDictionary();

    private readonly Rule[] _tapesAb = new Rule[128];
    private readonly Rule[] _tapeC = new Rule[128];

    private SaleConditionTable()
    {
    }

    /// <summary>The table that all services go by.</summary>
    public static SaleConditionTable Default { get; } = Load();

    /// <summary>The rule for one code on one tape; <see cref="Rule.Known"/> is false for a code the table does not have.</summary>
    public ref readonly Rule Find(byte code, char tape) => ref (tape == 'C' ? _tapeC : _tapesAb)[code & 0x7F];

    private static SaleConditionTable Load()
    {
        using var stream = typeof(SaleConditionTable).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">A row is none.</exception>
    public static SaleConditionTable Parse(TextReader reader)
    {
        var table = new SaleConditionTable();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.StartsWith("code,", StringComparison.Ordinal))
            {
                continue;
            }

            var cells = line.Split(',');
            if (cells.Length < 4 || cells[0].Length != 1 || cells[0][0] >= 128)
            {
                throw new FormatException($"Not a sale-condition row: '{line}'.");
            }

            var extended = cells[2] == "extended";
            var rule = new Rule(
                Known: true,
                Regular: extended ? TradeFields.Volume : Effects[cells[2]],
                Extended: extended ? TradeFields.All : Effects[cells[2]]);
            if (cells[1] is "*" or "AB")
            {
                table._tapesAb[cells[0][0]] = rule;
            }

            if (cells[1] is "*" or "C")
            {
                table._tapeC[cells[0][0]] = rule;
            }
        }

        return table;
    }

    /// <summary>What a code allows.</summary>
    /// <param name="Known">Whether the table has the code.</param>
    /// <param name="Regular">Fields within the day's regular hours.</param>
    /// <param name="Extended">Fields at other times.</param>
    public readonly record struct Rule(bool Known, TradeFields Regular, TradeFields Extended);
}
