using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.ClickHouse.Engine;
using Torghut.Sandbox.ClickHouse.Faults;
using Torghut.Sandbox.ClickHouse.Sessions;
using Torghut.Sandbox.ClickHouse.Sql;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>ClickHouse's HTTP interface: one query a request.</summary>
internal sealed class QueryEndpoint(
    ClickHouseOptions options, ClickHouseEngine engine, SessionStore sessions, FaultPanel faults, TimeProvider time, ILogger logger)
{
    private readonly ResponseWriter _writer = new(engine.Version);
    private readonly RunningQueries _running = new();

    public async Task HandleAsync(HttpContext context)
    {
        FaultState state = faults.State;
        if (state.Refuse)
        {
            context.Abort();
            return;
        }

        CancellationToken ct = context.RequestAborted;
        try
        {
            await RespondAsync(context, state, ct);
        }
        catch (EngineException error)
        {
            Log.Refused(logger, error.Code, error.Message);
            await _writer.WriteErrorAsync(context, error);
        }
        catch (Exception error) when (ct.IsCancellationRequested && error is OperationCanceledException or IOException)
        {
            Log.ClientGone(logger);
        }
    }

    private async Task RespondAsync(HttpContext context, FaultState state, CancellationToken cancellationToken)
    {
        Credentials.Read(context.Request).Require(options.User, options.Password);
        RequestParameters parameters = RequestParameters.Read(context.Request, await RequestForm.ReadAsync(context.Request, cancellationToken));
        ResponseWriter.WriteHead(context.Response, parameters.QueryId);
        var body = new RequestBody(context.Request, parameters.Query, options.MaxQueryBytes);
        Statement statement = await body.ReadStatementAsync(cancellationToken);
        if (statement.IsEmpty)
        {
            await RespondEmptyAsync(context);
            return;
        }

        TimeSpan delay = faults.DelayOf(body.Text.Span);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, cancellationToken);
        }

        faults.ThrowIfDue(body.Text.Span);
        var runner = new QueryRunner(options, parameters, body, statement);
        using QueryOutcome outcome = await RunAsync(runner, parameters, state.Readonly, cancellationToken);
        if (faults.LosesResponse(body.Text.Span))
        {
            context.Abort();
        }
        else
        {
            await _writer.WriteAsync(context, parameters, outcome, faults.BreaksResponse(body.Text.Span));
        }
    }

    private async Task<QueryOutcome> RunAsync(QueryRunner runner, RequestParameters parameters, bool refuseWrites, CancellationToken cancellationToken)
    {
        using IDisposable id = _running.Begin(parameters.QueryId);
        using SessionLease? lease = parameters.Session is { } wanted ? sessions.Take(wanted) : null;
        await using CancellationTokenRegistration kill = cancellationToken.Register(() => Kill(runner.Comment));
        if (lease is not null)
        {
            return await ClickHouseEngine.RunAsync(lease.Connection, session => runner.Run(session, refuseWrites, cancellationToken));
        }

        return await engine.RunAsync(session => runner.Run(session, refuseWrites, cancellationToken), cancellationToken);
    }

    private void Kill(string comment)
    {
        try
        {
            engine.Kill(comment);
        }
        catch (EngineException error)
        {
            Log.NotKilled(logger, error.Message);
        }
    }

    private static async Task RespondEmptyAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            throw EngineException.Of(ErrorCodes.SyntaxError, "Syntax error: failed at position 1 (end of query): Empty query", "SYNTAX_ERROR");
        }

        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("Ok.\n"), context.RequestAborted);
    }
}
