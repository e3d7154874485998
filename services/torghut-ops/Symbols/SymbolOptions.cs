using Torghut.Common.Configuration;
using Torghut.Contracts.Market;

namespace Torghut.Ops.Symbols;

/// <summary>Where the symbol universe is kept.</summary>
internal sealed class SymbolOptions : IValidatableOptions
{
    [ConfigurationKey("OPS_SYMBOLS_FILE", "File that keeps the symbol universe; without one it is OPS_STATIC_SYMBOLS and cannot be changed.")]
    public string File { get; set; } = "";

    [ConfigurationKey("OPS_STATIC_SYMBOLS", "Symbol universe until the file exists.")]
    public IReadOnlyList<string> Static { get; set; } = [];

    public IEnumerable<ConfigurationProblem> Validate()
    {
        var invalid = Static.Where(s => !SymbolGrammar.IsValid(s)).ToArray();
        if (invalid.Length > 0)
        {
            yield return new("OPS_STATIC_SYMBOLS", SymbolGrammar.Expected, $"'{string.Join(',', invalid)}'");
        }
    }
}
