using System.Text.Json;
using Torghut.Contracts.Market;

namespace Torghut.Ops.Symbols;

/// <summary>A request to change the universe, checked as a whole: one bad symbol refuses all.</summary>
internal sealed record SymbolChange(IReadOnlyList<string> Symbols, bool Enabled, string Actor, string Reason)
{
    /// <summary>Longest request body, bytes.</summary>
    public const int MaxBodyBytes = 256 << 10;

    private const int MaxTextLength = 200;

    /// <summary>Reads <c>{"symbols": ["AAPL"], "enabled": true, "actor": "...", "reason": "..."}</c>; <c>enabled</c> may be left out: who changes what is
    /// traded says who and why.</summary>
    /// <returns>The change, or what is wrong with it.</returns>
    public static (SymbolChange? Change, string? Problem, IReadOnlyList<string> Rejected) Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return Wrong("the body must be a JSON object");
        }

        if (body.EnumerateObject()
            .FirstOrDefault(p => p.Name is not ("symbols" or "enabled" or "actor" or "reason")) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            return Wrong($"'{unknown.Name}' is not known here");
        }

        if (!body.TryGetProperty("symbols", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            return Wrong("'symbols' must be an array with at least one symbol");
        }

        if (list.GetArrayLength() > SymbolUniverse.MaxSymbols)
        {
            return Wrong($"'symbols' has {list.GetArrayLength()} items; {SymbolUniverse.MaxSymbols} is the most");
        }

        if (body.TryGetProperty("enabled", out var flag) && flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return Wrong("'enabled' must be true or false");
        }

        if (Text(body, "actor") is not { } actor || Text(body, "reason") is not { } reason)
        {
            return Wrong($"'actor' and 'reason' must be given, as text of at most {MaxTextLength} printable characters");
        }

        var symbols = list.EnumerateArray().Select(s => s.ValueKind == JsonValueKind.String ? s.GetString()!.Trim().ToUpperInvariant() : s.GetRawText())
            .ToArray();
        var rejected = symbols.Where(s => !SymbolGrammar.IsValid(s)).ToArray();
        return rejected.Length > 0
            ? (null, $"expected {SymbolGrammar.Expected}", rejected)
            : (new SymbolChange(symbols, flag.ValueKind != JsonValueKind.False, actor, reason), null, []);
    }

    private static (SymbolChange?, string?, IReadOnlyList<string>) Wrong(string problem) => (null, problem, []);

    // Control characters would let a caller forge lines of the audit log.
    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxTextLength } text
            && !text.Any(char.IsControl)
            ? text
            : null;
}
