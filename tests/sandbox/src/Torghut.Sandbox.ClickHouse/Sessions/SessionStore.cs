using Torghut.Sandbox.ClickHouse.Engine;

namespace Torghut.Sandbox.ClickHouse.Sessions;

/// <summary>The sessions there are. One that its time has run out for ends when next any is asked for.</summary>
internal sealed class SessionStore(ClickHouseEngine engine, TimeProvider time) : IDisposable
{
    private const int MaxSessions = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HttpSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Takes the session for one request, until the lease is disposed.</summary>
    /// <exception cref="EngineException">Another request runs in it, or it should exist and does not, or there are too many.</exception>
    public SessionLease Take(SessionRequest request)
    {
        lock (_gate)
        {
            EndExpired();
            if (!_sessions.TryGetValue(request.Id, out HttpSession? session))
            {
                if (request.MustExist)
                {
                    throw EngineException.Of(ErrorCodes.SessionNotFound, $"Session {request.Id} not found", "SESSION_NOT_FOUND");
                }

                if (_sessions.Count >= MaxSessions)
                {
                    throw EngineException.Of(
                        ErrorCodes.TooManySimultaneousQueries, $"The sandbox holds {MaxSessions} sessions at most", "TOO_MANY_SIMULTANEOUS_QUERIES");
                }

                session = new HttpSession(engine);
                _sessions.Add(request.Id, session);
            }

            if (session.IsLocked)
            {
                throw EngineException.Of(ErrorCodes.SessionIsLocked, $"Session {request.Id} is locked by a concurrent client", "SESSION_IS_LOCKED");
            }

            session.IsLocked = true;
            session.Timeout = request.Timeout;
            return new SessionLease(session.Connection, () => Return(request, session));
        }
    }

    /// <summary>Ends them all.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (HttpSession session in _sessions.Values)
            {
                session.Dispose();
            }

            _sessions.Clear();
        }
    }

    private void Return(SessionRequest request, HttpSession session)
    {
        lock (_gate)
        {
            session.IsLocked = false;
            session.LastUsed = time.GetTimestamp();
            if (!request.Closes && !session.Connection.IsSpoiled)
            {
                return;
            }

            End(request.Id, session);
        }
    }

    private void EndExpired()
    {
        foreach ((string id, HttpSession session) in _sessions)
        {
            if (!session.IsLocked && time.GetElapsedTime(session.LastUsed) >= session.Timeout)
            {
                End(id, session);
            }
        }
    }

    private void End(string id, HttpSession session)
    {
        _sessions.Remove(id);
        session.Dispose();
    }
}
