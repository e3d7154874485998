namespace Torghut.Trading.Signals;

/// <summary>Signals or prices could not be read.</summary>
internal sealed class SignalSourceException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same read may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;
}
