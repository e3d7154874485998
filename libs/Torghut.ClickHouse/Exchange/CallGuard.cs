namespace Torghut.ClickHouse.Exchange;

/// <summary>Gives a call its deadline and turns whatever it ends with into this library's errors.</summary>
internal sealed class CallGuard(ClickHouseClientSettings settings, TimeProvider time)
{
    public async Task<T> RunAsync<T>(CallSubject subject, QueryOptions? options, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        TimeSpan timeout = options?.Timeout ?? settings.Timeout;
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await call(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClickHouseConnectionException($"No complete answer within {timeout.TotalSeconds:0.###} s.", subject.Query) { Table = subject.Table };
        }
        catch (RefusalException refusal)
        {
            throw refusal.ToServerException(subject);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // The endpoint's authority only: nothing of the address that could hold a parameter or a password.
            string message = $"No answer from {settings.Endpoint.GetLeftPart(UriPartial.Authority)}: {error.Message}";
            throw new ClickHouseConnectionException(message, subject.Query, error) { Table = subject.Table };
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or NotSupportedException)
        {
            throw new ClickHouseProtocolException("The answer cannot be read: " + error.Message, subject.Query, error) { Table = subject.Table };
        }
    }
}
