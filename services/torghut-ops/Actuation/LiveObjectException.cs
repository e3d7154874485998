namespace Torghut.Ops.Actuation;

/// <summary>The cluster refused, or did not answer.</summary>
/// <param name="status">What it answered; null when it did not.</param>
internal sealed class LiveObjectException(string message, int? status, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether nothing can have been changed by the call.</summary>
    public bool WasRefused => status is >= 400 and < 500;
}
