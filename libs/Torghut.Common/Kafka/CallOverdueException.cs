namespace Torghut.Common.Kafka;

/// <summary>
/// A client's call did not return within its limit, whatever timeout it was given. The client is not to be used again; a new one may do what this one
/// could not.
/// </summary>
/// <param name="call">Name of the call.</param>
/// <param name="limit">How long it was waited for.</param>
public sealed class CallOverdueException(string call, TimeSpan limit)
    : TimeoutException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{call} did not return within {limit.TotalSeconds:0.#} s."))
{
    public string Call => call;
}
