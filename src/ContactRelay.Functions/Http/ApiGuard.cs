using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Functions.Http;

/// <summary>
/// What every call of the API goes through: the caller's key, and an answer for whatever goes wrong, since the host
/// turns an exception into a 500 without a body. No caller waits longer than <see cref="CallDeadline.Longest"/> for it; each call is
/// given a token that ends then.
/// </summary>
public sealed partial class ApiGuard(ITenantDirectory tenants, TimeProvider time, ILogger<ApiGuard> logger)
{
    /// <summary>
    /// Runs a call that the tenant's callers may make whose keys are good for this much, and the administrator; it is
    /// told how much the key is good for.
    /// </summary>
    public Task<HttpResponseData> RunAsync(
        HttpRequestData request,
        string tenantId,
        CallerAccess access,
        Func<Tenant, CallerAccess, CancellationToken, Task<HttpResponseData>> handle,
        CancellationToken cancellationToken) =>
        RunAsync(request, async cancellationToken =>
        {
            // A tenant that does not exist takes as long as a wrong key, and looks the same.
            var tenant = await tenants.FindAsync(tenantId, cancellationToken);

            // Whoever came too late has been answered, and the request may be another's by now.
            cancellationToken.ThrowIfCancellationRequested();
            var caller = CallerKeys.Authenticate(tenant, request.Header("Authorization"));
            if (request.IsAdmin())
            {
                return tenant is null ? await request.AnswerAsync(Problem.NoSuchTenant) : await handle(tenant, CallerAccess.Full, cancellationToken);
            }

            return tenant is null || caller is null ? await request.AnswerAsync(Problem.Unauthorized)
                : caller.May(access) ? await handle(tenant, caller.Access, cancellationToken)
                : await request.AnswerAsync(Problem.Forbidden);
        }, cancellationToken);

    /// <summary>Runs such a call about the contact that a segment of the URL names.</summary>
    public Task<HttpResponseData> RunAsync(
        HttpRequestData request,
        string tenantId,
        string segment,
        CallerAccess access,
        Func<Tenant, MailboxKey, CallerAccess, CancellationToken, Task<HttpResponseData>> handle,
        CancellationToken cancellationToken) =>
        RunAsync(
            request,
            tenantId,
            access,
            (tenant, granted, cancellationToken) => ContactId.FromSegment(segment) is var (contactId, wrong) && wrong is not null
                ? request.AnswerAsync(Problem.Invalid([wrong]))
                : handle(tenant, tenant.Mailbox(contactId!), granted, cancellationToken),
            cancellationToken);

    /// <summary>Runs a call that anybody may make, and that waits for nothing.</summary>
    public Task<HttpResponseData> RunAsync(HttpRequestData request, Func<Task<HttpResponseData>> handle) =>
        AnswerAsync(request, _ => handle(), CancellationToken.None);

    /// <summary>Runs a call that anybody may make.</summary>
    public async Task<HttpResponseData> RunAsync(
        HttpRequestData request, Func<CancellationToken, Task<HttpResponseData>> handle, CancellationToken cancellationToken)
    {
        var deadline = CallDeadline.Start(time, cancellationToken);
        var answer = AnswerAsync(request, handle, deadline.Token);
        try
        {
            return await answer.WaitAsync(deadline.Passed);
        }
        catch (OperationCanceledException)
        {
            // What does not heed its token goes on: a save that has begun may still land, as the answer says.
            Log.TooSlow(logger, CallDeadline.Longest.TotalSeconds);
            return await request.AnswerAsync(Problem.StorageAway);
        }
        finally
        {
            _ = answer.ContinueWith(
                static (_, deadline) => ((CallDeadline)deadline!).Dispose(),
                deadline,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private async Task<HttpResponseData> AnswerAsync(
        HttpRequestData request, Func<CancellationToken, Task<HttpResponseData>> handle, CancellationToken cancellationToken)
    {
        try
        {
            return await handle(cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            Log.StorageAway(logger, e);
            return await request.AnswerAsync(Problem.StorageAway);
        }
        catch (UnreadableRowException e)
        {
            Log.Unreadable(logger, e);
            return await request.AnswerAsync(Problem.StateUnreadable);
        }
        catch (OperationCanceledException)
        {
            // The time is over, the caller has gone, or the host stops: whoever still reads this may simply try again.
            return await request.AnswerAsync(Problem.StorageAway);
        }
        catch (IOException)
        {
            return await request.AnswerAsync(new Problem(
                ProblemType.Unreadable, "It broke off, came too slowly, or was not well-formed HTTP: send it again."));
        }
        catch (Exception e)
        {
            Log.Failed(logger, e);
            return await request.AnswerAsync(new Problem(ProblemType.Internal, ProblemType.Internal.Meaning));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Warning, "The storage is away")]
        public static partial void StorageAway(ILogger logger, Exception exception);

        [LoggerMessage(23, LogLevel.Warning, "A call of the API was answered 503 since it took {Seconds} seconds")]
        public static partial void TooSlow(ILogger logger, double seconds);

        [LoggerMessage(24, LogLevel.Error, "A call of the API needs a row that cannot be read")]
        public static partial void Unreadable(ILogger logger, Exception exception);

        [LoggerMessage(22, LogLevel.Error, "A call of the API failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
