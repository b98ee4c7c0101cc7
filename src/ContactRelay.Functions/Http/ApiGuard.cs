using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Functions.Http;

/// <summary>
/// What every call of the API goes through: the caller's key, and an answer for whatever goes wrong, since the host
/// turns an exception into a 500 without a body.
/// </summary>
public sealed partial class ApiGuard(ITenantDirectory tenants, ILogger<ApiGuard> logger)
{
    /// <summary>
    /// Runs a call that the tenant's callers may make whose keys are good for this much, and the administrator; it is
    /// told how much the key is good for.
    /// </summary>
    public Task<HttpResponseData> RunAsync(
        HttpRequestData request,
        string tenantId,
        CallerAccess access,
        Func<Tenant, CallerAccess, Task<HttpResponseData>> handle,
        CancellationToken cancellationToken) =>
        RunAsync(request, async () =>
        {
            // A tenant that does not exist takes as long as a wrong key, and looks the same.
            var tenant = await tenants.FindAsync(tenantId, cancellationToken);
            var caller = CallerKeys.Authenticate(tenant, request.Header("Authorization"));
            if (request.IsAdmin())
            {
                return tenant is null ? await request.AnswerAsync(Problem.NoSuchTenant) : await handle(tenant, CallerAccess.Full);
            }

            return tenant is null || caller is null ? await request.AnswerAsync(Problem.Unauthorized)
                : caller.May(access) ? await handle(tenant, caller.Access)
                : await request.AnswerAsync(Problem.Forbidden);
        });

    /// <summary>Runs such a call about the contact that a segment of the URL names.</summary>
    public Task<HttpResponseData> RunAsync(
        HttpRequestData request,
        string tenantId,
        string segment,
        CallerAccess access,
        Func<Tenant, MailboxKey, CallerAccess, Task<HttpResponseData>> handle,
        CancellationToken cancellationToken) =>
        RunAsync(
            request,
            tenantId,
            access,
            (tenant, granted) => ContactId.FromSegment(segment) is var (contactId, wrong) && wrong is not null
                ? request.AnswerAsync(Problem.Invalid([wrong]))
                : handle(tenant, tenant.Mailbox(contactId!), granted),
            cancellationToken);

    /// <summary>Runs a call that anybody may make.</summary>
    public async Task<HttpResponseData> RunAsync(HttpRequestData request, Func<Task<HttpResponseData>> handle)
    {
        try
        {
            return await handle();
        }
        catch (StorageUnavailableException e)
        {
            Log.StorageAway(logger, e);
            return await request.AnswerAsync(Problem.StorageAway);
        }
        catch (OperationCanceledException)
        {
            // The caller has gone, or the host stops: whoever still reads this may simply try again.
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

        [LoggerMessage(22, LogLevel.Error, "A call of the API failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
