using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Torghut.ClickHouse.Exchange;

/// <summary>
/// Looks at the head of a RowBinaryWithNamesAndTypes answer (column count, names, types;
/// https://clickhouse.com/docs/interfaces/formats/RowBinaryWithNamesAndTypes) before the driver does. The driver allocates as many columns and elements as an
/// answer says it has, and parses type names by recursion; so only
/// types whose values cannot claim more than there is are let through.
/// </summary>
internal static partial class ResponseHead
{
    private const int LongestName = 64 * 1024;
    private const int MaxPrecision = 76;

    /// <exception cref="EndOfStreamException">The answer ends within its head.</exception>
    /// <exception cref="InvalidDataException">It has more columns than bytes, or a type that is not read here; the message names it.</exception>
    public static void Check(ReadOnlySpan<byte> body)
    {
        int count = ReadLength(ref body, body.Length);
        for (int i = 0; i < count; i++)
        {
            ReadBytes(ref body);
        }

        for (int i = 0; i < count; i++)
        {
            string type = Encoding.UTF8.GetString(ReadBytes(ref body));
            if (!ScalarPattern().IsMatch(type) || HasNoBytes(type) || !IsSound(type))
            {
                throw new InvalidDataException($"The column type {type} is not one that is read here.");
            }
        }
    }

    // Without the byte that says whether there is a value a row of it takes none, and an answer of any length would have rows without end.
    private static bool HasNoBytes(string type) => type is "Nothing" or "LowCardinality(Nothing)";

    // The driver throws ArgumentException for these, which would look like a parameter of the caller's.
    private static bool IsSound(string type)
    {
        if (DecimalPattern().Match(type) is { Success: true } sizes)
        {
            int precision = int.Parse(sizes.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            return precision is > 0 and <= MaxPrecision && int.Parse(sizes.Groups[2].ValueSpan, CultureInfo.InvariantCulture) <= precision;
        }

        MatchCollection values = EnumPattern().Matches(type);
        return IsDistinct(values, 1) && IsDistinct(values, 2);
    }

    private static bool IsDistinct(MatchCollection values, int group) => values.DistinctBy(value => value.Groups[group].Value).Count() == values.Count;

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> body)
    {
        int length = ReadLength(ref body, LongestName);
        if (length > body.Length)
        {
            throw Ended();
        }

        ReadOnlySpan<byte> bytes = body[..length];
        body = body[length..];
        return bytes;
    }

    // LEB128, as ClickHouse writes lengths.
    private static int ReadLength(ref ReadOnlySpan<byte> body, int limit)
    {
        ulong value = 0;
        for (int i = 0; i < sizeof(int) + 1; i++)
        {
            if (i == body.Length)
            {
                throw Ended();
            }

            value |= (ulong)(body[i] & 0x7F) << (7 * i);
            if ((body[i] & 0x80) != 0)
            {
                continue;
            }

            if (value > (ulong)limit)
            {
                break;
            }

            body = body[(i + 1)..];
            return (int)value;
        }

        throw new InvalidDataException($"The answer's head gives a length beyond {limit}.");
    }

    private static EndOfStreamException Ended() => new("The answer ended before its column names and types.");

    // Each sign is read in one way only, so that a type that fits none takes no longer than its length. RegexOptions.NonBacktracking would see to that by
    // tables of all Unicode, several megabytes of every service.
    [GeneratedRegex(
        """
        \A(LowCardinality\()?(Nullable\()?
        (String|Bool|U?Int(8|16|32|64|128|256)|Float(32|64)|UUID|IPv[46]|Date(32)?|Nothing
        |DateTime(\('[A-Za-z0-9_/+:-]*'\))?|DateTime64\([0-9](,\ ?'[A-Za-z0-9_/+:-]*')?\)|Decimal\([0-9]{1,2},\ ?[0-9]{1,2}\)
        |Enum(8|16)\((?>'(?>[^'\\]|\\.)*'\ =\ -?[0-9]{1,5}(,\ )?)+\))\){0,2}\z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex ScalarPattern();

    [GeneratedRegex(@"Decimal\(([0-9]{1,2}), ?([0-9]{1,2})\)")]
    private static partial Regex DecimalPattern();

    [GeneratedRegex(@"'((?>[^'\\]|\\.)*)' = (-?[0-9]{1,5})")]
    private static partial Regex EnumPattern();
}
