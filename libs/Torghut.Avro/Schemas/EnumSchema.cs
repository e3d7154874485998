namespace Torghut.Avro;

/// <summary>An enumeration.</summary>
public sealed class EnumSchema : NamedSchema
{
    private readonly Dictionary<string, int> _indexes;

    internal EnumSchema(SchemaName name, IReadOnlyList<SchemaName> aliases, string? doc, IReadOnlyList<string> symbols, string? defaultSymbol)
        : base(AvroType.Enum, name, aliases, doc)
    {
        Symbols = symbols;
        Default = defaultSymbol;
        _indexes = symbols.Select((symbol, index) => (symbol, index)).ToDictionary(p => p.symbol, p => p.index, StringComparer.Ordinal);
    }

    /// <summary>Symbols in the order of their indexes.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>What a reader takes for a symbol it does not know; null when there is none.</summary>
    public string? Default { get; }

    /// <summary>The symbol's index, or -1.</summary>
    public int IndexOf(string symbol) => _indexes.GetValueOrDefault(symbol, -1);
}
