using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Reads an answer strictly, or not at all: nothing is repaired, searched for JSON or read as prose (OWASP LLM05). Work and memory are bounded by
/// <see cref="MaxBytes"/>; no input makes it throw.
/// </summary>
internal static class AnswerParser
{
    public const int MaxBytes = 4_096;
    private const int MaxDepth = 4;
    private const decimal Largest = 1_000_000_000;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };
    private static readonly byte[][] NotFinite = [.. new[] { "NaN", "Infinity", "-Infinity", "-NaN", "+Infinity" }.Select(Encoding.ASCII.GetBytes)];

    /// <param name="text">The answer as it came.</param>
    /// <param name="subject">What was asked about.</param>
    public static ParsedAnswer Parse(ReadOnlySpan<byte> text, string subject)
    {
        if (text.Length > MaxBytes)
        {
            return ReviewOutcome.Oversized;
        }

        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return ReviewOutcome.Empty;
        }

        if (!Utf8.IsValid(text))
        {
            return ReviewOutcome.NotJson;
        }

        var reader = new Utf8JsonReader(text, Strict);
        var fields = default(AnswerFields);
        try
        {
            return Read(ref reader, subject, ref fields);
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            if (fields.Ended)
            {
                return ReviewOutcome.TrailingData;
            }

            return SaysNotFinite(text[(int)reader.BytesConsumed..]) ? ReviewOutcome.NonFinite : ReviewOutcome.NotJson;
        }
    }

    private static ParsedAnswer Read(ref Utf8JsonReader reader, string subject, ref AnswerFields fields)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ReviewOutcome.WrongType;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (fields.Begin(ref reader) is { } fault)
            {
                return fault;
            }

            reader.Read();
            if (ReadValue(ref reader, subject, ref fields) is { } bad)
            {
                return bad;
            }
        }

        fields.Ended = true;
        reader.Read();
        return fields.ToAnswer();
    }

    private static ReviewOutcome? ReadValue(ref Utf8JsonReader reader, string subject, ref AnswerFields fields)
    {
        switch (fields.Current)
        {
            case AnswerField.Subject:
                return reader.TokenType != JsonTokenType.String ? ReviewOutcome.WrongType
                    : reader.ValueTextEquals(subject) ? null : ReviewOutcome.WrongSubject;
            case AnswerField.Verdict:
                return ReadVerdict(ref reader, ref fields);
            case AnswerField.Confidence:
                return reader.TokenType == JsonTokenType.Null ? ReviewOutcome.WrongType : ReadNumber(ref reader, 0, 1, out fields.Confidence);
            case AnswerField.AdjustedQty:
                return ReadNumber(ref reader, null, Largest, out fields.Qty);
            case AnswerField.AdjustedOrderType:
                return ReadKind(ref reader, ref fields);
            case AnswerField.LimitPrice:
                return ReadNumber(ref reader, null, Largest, out fields.LimitPrice);
            case AnswerField.Rationale:
                return ReadRationale(ref reader, ref fields);
            default:
                return ReadFlags(ref reader, ref fields);
        }
    }

    private static ReviewOutcome? ReadVerdict(ref Utf8JsonReader reader, ref AnswerFields fields)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return ReviewOutcome.WrongType;
        }

        fields.Verdict = reader.ValueTextEquals("approve"u8) ? ReviewVerdict.Approve
            : reader.ValueTextEquals("veto"u8) ? ReviewVerdict.Veto
            : reader.ValueTextEquals("adjust"u8) ? ReviewVerdict.Adjust
            : reader.ValueTextEquals("abstain"u8) ? ReviewVerdict.Abstain
            : reader.ValueTextEquals("escalate"u8) ? ReviewVerdict.Escalate : null;
        return fields.Verdict is null ? ReviewOutcome.OutOfRange : null;
    }

    /// <summary>A number within bounds, or null.</summary>
    /// <param name="least">The least allowed; null for what is above 0.</param>
    private static ReviewOutcome? ReadNumber(ref Utf8JsonReader reader, decimal? least, decimal most, out decimal? value)
    {
        value = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            return ReviewOutcome.WrongType;
        }

        if (!reader.TryGetDouble(out var real) || !double.IsFinite(real))
        {
            return ReviewOutcome.NonFinite;
        }

        if (!reader.TryGetDecimal(out var number) || number > most || (least is { } floor ? number < floor : number <= 0))
        {
            return ReviewOutcome.OutOfRange;
        }

        value = Math.Round(number, 9, MidpointRounding.ToZero);
        return null;
    }

    private static ReviewOutcome? ReadKind(ref Utf8JsonReader reader, ref AnswerFields fields)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case not JsonTokenType.String:
                return ReviewOutcome.WrongType;
        }

        fields.Kind = reader.ValueTextEquals("market"u8) ? OrderKind.Market : reader.ValueTextEquals("limit"u8) ? OrderKind.Limit : null;
        return fields.Kind is null ? ReviewOutcome.OutOfRange : null;
    }

    private static ReviewOutcome? ReadRationale(ref Utf8JsonReader reader, ref AnswerFields fields)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return ReviewOutcome.WrongType;
        }

        var text = reader.GetString()!;
        if (text.Length is 0 or > AnswerSchema.MaxRationale || text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t')))
        {
            return ReviewOutcome.OutOfRange;
        }

        fields.Rationale = text;
        return null;
    }

    private static ReviewOutcome? ReadFlags(ref Utf8JsonReader reader, ref AnswerFields fields)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return ReviewOutcome.WrongType;
        }

        var flags = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                return ReviewOutcome.WrongType;
            }

            var flag = reader.GetString()!;
            if (!AnswerSchema.RiskFlags.Contains(flag, StringComparer.Ordinal) || flags.Contains(flag, StringComparer.Ordinal))
            {
                return ReviewOutcome.OutOfRange;
            }

            flags.Add(flag);
        }

        fields.RiskFlags = flags;
        return null;
    }

    /// <summary>Whether what cannot be read is what other languages write for a number that is not finite.</summary>
    private static bool SaysNotFinite(ReadOnlySpan<byte> rest)
    {
        var token = rest.TrimStart(" \t\r\n:,["u8);
        foreach (var word in NotFinite)
        {
            if (token.StartsWith(word))
            {
                return true;
            }
        }

        return false;
    }
}
