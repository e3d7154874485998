namespace Torghut.Alpaca.Tests.Peers;

/// <summary>Runs a call that must fail.</summary>
internal static class Failure
{
    public static async Task<T> OfAsync<T>(Func<Task> call)
        where T : Exception
    {
        try
        {
            await call();
        }
        catch (T failure)
        {
            return failure;
        }

        throw new AssertionException($"The call succeeded instead of throwing {typeof(T).Name}.");
    }
}
