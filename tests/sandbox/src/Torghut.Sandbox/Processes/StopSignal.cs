using System.Runtime.InteropServices;

namespace Torghut.Sandbox.Processes;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation, once; a second Ctrl-C ends the process at once, which takes its children with it.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;

    public StopSignal()
    {
        _interrupt = Register(PosixSignal.SIGINT);
        _terminate = Register(PosixSignal.SIGTERM);
        _hangUp = Register(PosixSignal.SIGHUP);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        if (!_source.IsCancellationRequested)
        {
            context.Cancel = true;
            _source.Cancel();
        }
    });
}
