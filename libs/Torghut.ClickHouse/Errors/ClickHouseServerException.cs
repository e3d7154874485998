namespace Torghut.ClickHouse;

/// <summary>The server answered that it refuses or failed the query.</summary>
public sealed class ClickHouseServerException : ClickHouseException
{
    /// <summary>Makes one from a server's answer.</summary>
    public ClickHouseServerException(int code, int httpStatus, string message, string query, string queryId)
        : base(message, query, inner: null)
    {
        Code = code;
        HttpStatus = httpStatus;
        QueryId = queryId;
    }

    /// <summary>ClickHouse's error number, see <see cref="ClickHouseErrorCodes"/>; 0 when the answer named none, as a proxy's would.</summary>
    public int Code { get; }

    /// <summary>Status of the HTTP answer.</summary>
    public int HttpStatus { get; }

    /// <summary>Finds the query in the server's log; empty when the server did not say.</summary>
    public string QueryId { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Code == 0 ? HttpStatus is 429 or 502 or 503 or 504 : ClickHouseErrorCodes.IsTransient(Code);
}
