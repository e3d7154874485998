namespace Torghut.Sandbox.Kafka.Security;

/// <summary>Who is at the other end of a connection.</summary>
internal sealed class ConnectionIdentity(bool mustLogIn)
{
    public string? User { get; private set; }

    /// <summary>A login in progress.</summary>
    public ISaslExchange? Exchange { get; set; }

    public bool IsReady => !mustLogIn || User is not null;

    public void LogIn(string user)
    {
        User = user;
        Exchange = null;
    }
}
