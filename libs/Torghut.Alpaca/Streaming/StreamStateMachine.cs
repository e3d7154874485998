namespace Torghut.Alpaca.Streaming;

/// <summary>Holds a stream's state and refuses steps that its protocol does not have.</summary>
internal sealed class StreamStateMachine
{
    private volatile AlpacaStreamState _state;

    public AlpacaStreamState State => _state;

    /// <exception cref="InvalidOperationException">There is no such step from the present state.</exception>
    public void MoveTo(AlpacaStreamState next)
    {
        if (!IsAllowed(_state, next))
        {
            throw new InvalidOperationException($"A stream cannot go from {_state} to {next}.");
        }

        _state = next;
    }

    /// <exception cref="InvalidOperationException">The stream is not authenticated.</exception>
    public void RequireAuthenticated()
    {
        if (_state is not (AlpacaStreamState.Authenticated or AlpacaStreamState.Subscribed))
        {
            throw new InvalidOperationException($"The stream is {_state}, not authenticated.");
        }
    }

    private static bool IsAllowed(AlpacaStreamState from, AlpacaStreamState to) => (from, to) switch
    {
        (_, AlpacaStreamState.Closed) => true,
        (AlpacaStreamState.Created, AlpacaStreamState.Connecting) => true,
        (AlpacaStreamState.Connecting, AlpacaStreamState.AwaitingWelcome or AlpacaStreamState.Authenticating) => true,
        (AlpacaStreamState.AwaitingWelcome, AlpacaStreamState.Authenticating) => true,
        (AlpacaStreamState.Authenticating, AlpacaStreamState.Authenticated) => true,
        (AlpacaStreamState.Authenticated or AlpacaStreamState.Subscribed, AlpacaStreamState.Subscribed) => true,
        _ => false,
    };
}
