using System.Globalization;
using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Sessions;

/// <summary>The session that a request asks for.</summary>
/// <param name="Id">Its name, which the client chose.</param>
/// <param name="Timeout">How long it lives unused.</param>
/// <param name="MustExist">Refuse instead of beginning it.</param>
/// <param name="Closes">It ends with this request.</param>
internal sealed record SessionRequest(string Id, TimeSpan Timeout, bool MustExist, bool Closes)
{
    // ClickHouse's default_session_timeout and max_session_timeout, seconds.
    private const int DefaultSeconds = 60;
    private const int MaxSeconds = 3600;

    /// <exception cref="EngineException">The time is not a number of seconds, or too long.</exception>
    public static SessionRequest? Read(string id, string timeout, bool mustExist, bool closes)
    {
        if (id.Length == 0)
        {
            return null;
        }

        int seconds = DefaultSeconds;
        if (timeout.Length > 0 && !int.TryParse(timeout, NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
        {
            throw EngineException.Of(ErrorCodes.InvalidSessionTimeout, $"Invalid session timeout: '{timeout}'", "INVALID_SESSION_TIMEOUT");
        }

        if (seconds > MaxSeconds)
        {
            throw EngineException.Of(
                ErrorCodes.InvalidSessionTimeout, $"Session timeout '{timeout}' is larger than max_session_timeout: {MaxSeconds}", "INVALID_SESSION_TIMEOUT");
        }

        return new SessionRequest(id, TimeSpan.FromSeconds(seconds), mustExist, closes);
    }
}
