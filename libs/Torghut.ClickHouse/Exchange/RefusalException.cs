using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.ClickHouse.Exchange;

/// <summary>
/// The server's refusal on its way through the driver, whose own exception knows neither status nor query id and takes the first digits of any
/// text for ClickHouse's error number.
/// </summary>
internal sealed partial class RefusalException(int code, int httpStatus, string message, string queryId) : Exception(message)
{
    /// <summary>From a text that ClickHouse wrote into an answer it had already begun.</summary>
    public static RefusalException InResponse(string text, int httpStatus, string queryId)
    {
        Match match = CodePattern().Match(text);
        int code = match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return new RefusalException(code, httpStatus, text, queryId);
    }

    public ClickHouseServerException ToServerException(CallSubject subject) =>
        new(code, httpStatus, Message, subject.Query, queryId) { Table = subject.Table, Row = RowOf(Message) };

    private static long? RowOf(string text) =>
        RowPattern().Match(text) is { Success: true } match ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^Code: (\d{1,6})\.")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\(at row (\d{1,18})\)")]
    private static partial Regex RowPattern();
}
