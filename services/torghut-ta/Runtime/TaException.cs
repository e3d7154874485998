namespace Torghut.Ta.Runtime;

/// <summary>The service cannot work as it is set up or as its surroundings are.</summary>
/// <param name="errorClass">Stable word for readiness and metrics.</param>
/// <param name="isTransient">Whether the cause may go away without anybody changing the configuration.</param>
internal sealed class TaException(string errorClass, string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public string ErrorClass => errorClass;

    public bool IsTransient => isTransient;
}
