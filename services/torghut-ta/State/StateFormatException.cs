namespace Torghut.Ta.State;

/// <summary>Saved state that cannot be read. Trying again does not help.</summary>
internal sealed class StateFormatException(string message) : Exception(message);
