using System.Text;

namespace Torghut.ClickHouse.Exchange;

/// <summary>
/// The block that ClickHouse appends to an answer it had begun when the query then failed: <c>__exception__ CRLF tag CRLF text LF length SP tag CRLF
/// __exception__ CRLF</c>, with the tag of the header X-ClickHouse-Exception-Tag (src/Server/HTTP/WriteBufferFromHTTPServerResponse.cpp). The driver
/// looks for it only when a row is cut short, and takes it for rows when it begins where a row could.
/// </summary>
internal static class ExceptionBlock
{
    private const string Mark = "__exception__";

    /// <summary>The error's text; null when the answer is complete.</summary>
    public static string? Find(ReadOnlySpan<byte> body, string tag)
    {
        int end = body.LastIndexOf(Encoding.ASCII.GetBytes($" {tag}\r\n{Mark}"));
        byte[] opening = Encoding.ASCII.GetBytes($"{Mark}\r\n{tag}\r\n");
        int start = end < 0 ? -1 : body[..end].LastIndexOf(opening);
        if (start < 0)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(body[(start + opening.Length)..end]);
        // The last line is the text's length.
        int length = text.LastIndexOf('\n');
        return (length < 0 ? text : text[..length]).Trim();
    }
}
