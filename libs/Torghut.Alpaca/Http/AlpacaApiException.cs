namespace Torghut.Alpaca;

/// <summary>A REST call failed. The message is the broker's, cut to a bounded length; it holds no credentials.</summary>
public sealed class AlpacaApiException : Exception
{
    public AlpacaApiException()
        : base("The call to Alpaca failed.")
    {
    }

    public AlpacaApiException(string message)
        : base(message)
    {
    }

    public AlpacaApiException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>HTTP status; null when no answer was read.</summary>
    public int? Status { get; init; }

    /// <summary>Alpaca's own code, for example 40310000; null when the body had none. Its first digits need not equal the status.</summary>
    public long? Code { get; init; }

    /// <summary>Whether the same call may succeed later. A transient failure with <see cref="OutcomeUnknown"/> must be looked up before it is
    /// repeated.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the broker answered with success and with JSON that is not what was expected: what it concerns is there, but not understood.</summary>
    public bool IsMisunderstood { get; init; }

    /// <summary>
    /// Whether a call that changes something may have taken effect: 5xx, a time-out or reset after the request left, or an unreadable answer.
    /// Always false for reads.
    /// </summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>When the rate limit's window ends, from <c>X-RateLimit-Reset</c> or <c>Retry-After</c>; null when not told.</summary>
    public DateTimeOffset? RateLimitReset { get; init; }

    /// <summary>The answer's body, cut to 2,048 characters; null when none was read.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the broker refused an order because its client order id exists already (422 or 409, code varies, so the message decides).</summary>
    public bool IsDuplicateClientOrderId => Status is 422 or 409
        && Message.Contains("client_order_id must be unique", StringComparison.OrdinalIgnoreCase);
}
