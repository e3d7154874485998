namespace Torghut.Trading.Execution;

/// <summary>The broker could not be read.</summary>
internal class BrokerException(string message, bool isTransient, DateTimeOffset? retryAt, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same read may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>When the rate limit's window ends; null when not reported.</summary>
    public DateTimeOffset? RetryAt { get; } = retryAt;
}
