using System.Runtime.ExceptionServices;
using Prometheus;

namespace Torghut.Common.Metrics;

/// <summary>Counts every exception thrown in the process by the name of its type, whether or not it is caught.</summary>
internal sealed class ExceptionCounter : IDisposable
{
    [ThreadStatic]
    private static bool _counting;

    private readonly Counter _exceptions;

    public ExceptionCounter(MetricFactory metrics)
    {
        _exceptions = metrics.CreateCounter("dotnet_exceptions_total", "The number of exceptions that have been thrown in managed code.", "error_type");
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

    private void OnThrown(object? source, FirstChanceExceptionEventArgs thrown)
    {
        // An exception thrown while counting one would come here again, without end.
        if (_counting)
        {
            return;
        }

        _counting = true;
        try
        {
            _exceptions.WithLabels(thrown.Exception.GetType().Name).Inc();
        }
        finally
        {
            _counting = false;
        }
    }
}
