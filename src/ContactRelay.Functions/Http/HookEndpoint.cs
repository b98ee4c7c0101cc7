using System.Net;
using ContactRelay.Intake;
using ContactRelay.Intake.Hooks;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Functions.Http;

/// <summary>Takes webhooks: checks whose they are, makes updates of them, accepts these.</summary>
public sealed partial class HookEndpoint(
    ApiGuard guard, ITenantDirectory tenants, HookGate gate, SharedIntake intake, DryRun dryRun, ILogger<HookEndpoint> logger)
{
    /// <summary>Handles the call; <paramref name="key"/> is the secret in the URL where it has one.</summary>
    public Task<HttpResponseData> HandleAsync(
        HttpRequestData request, string tenantId, string hookName, string? key, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async () =>
        {
            if (request.Query["dryRun"] is not (null or "true" or "false"))
            {
                return await request.AnswerAsync(Problem.Invalid([new("/dryRun", "Must be true or false.")]));
            }

            var (body, tooLarge) = await request.ReadAsync(HookReading.MaxBytes, cancellationToken);
            if (tooLarge is not null)
            {
                return await request.AnswerAsync(tooLarge);
            }

            var tenant = await tenants.FindAsync(tenantId, cancellationToken);
            var hook = tenant?.Hooks.GetValueOrDefault(hookName);
            var received = new HookRequest("POST", request.Url.OriginalString, request.Header, body);
            if (request.Query["dryRun"] == "true")
            {
                return !request.IsAdmin() ? await request.AnswerAsync(HookProblems.NoMasterKey)
                    : tenant is null || hook is null ? await request.AnswerAsync(HookProblems.NoSuchHook)
                    : await ShowAsync(request, tenant, hook, received, cancellationToken);
            }

            var verdict = await gate.CheckAsync(tenant, hook, received, key, cancellationToken);
            if (verdict == HookVerdict.Verified)
            {
                return await AcceptAsync(request, tenant!, hook!, received, cancellationToken);
            }

            if (hook is not null)
            {
                Log.NotLetIn(logger, tenantId, hookName, verdict);
            }

            return await request.AnswerAsync(HookProblems.Of(verdict));
        });

    private async Task<HttpResponseData> AcceptAsync(
        HttpRequestData request, Tenant tenant, Hook hook, HookRequest received, CancellationToken cancellationToken)
    {
        var reading = HookReading.Read(hook, received);
        if (reading.Problem is not null)
        {
            return await request.AnswerAsync(HookProblems.Of(reading));
        }

        var results = new List<HookResult>();
        foreach (var update in reading.Updates)
        {
            var result = update.IsNothing ? null
                : update.Errors.Count > 0 ? IntakeResult.Refused(update.Errors)
                : await intake.AcceptAsync(tenant, update.ContactId, update.Changes, Options(hook, update), cancellationToken);
            if (result?.Outcome is IntakeOutcome.Refused or IntakeOutcome.KeyReused)
            {
                result = result with { Errors = HookProblems.Errors(hook, update, result) };
                Log.Refused(logger, tenant.Id, hook.Name, string.Join(' ', result.Errors.Select(error => error.Pointer)));
            }

            results.Add(new(update.ContactId, result));
        }

        return hook.Each is null
            ? await HookAnswers.AnswerAsync(request, tenant, results[0])
            : await HookAnswers.AnswerAsync(request, tenant, results);
    }

    private async Task<HttpResponseData> ShowAsync(
        HttpRequestData request, Tenant tenant, Hook hook, HookRequest received, CancellationToken cancellationToken)
    {
        var reading = HookReading.Read(hook, received);
        if (reading.Problem is not null)
        {
            return await request.AnswerAsync(HookProblems.Of(reading));
        }

        var previews = new List<(MappedUpdate Update, RequestPreview Preview)>();
        foreach (var update in reading.Updates)
        {
            // A body that was recorded for a dry run may be older than an update may be.
            var options = Options(hook, update) with { OccurredAt = null };
            previews.Add((update, update.IsNothing || update.Errors.Count > 0
                ? new(update.Errors)
                : await dryRun.ShowAsync(tenant, update.ContactId, new(update.Changes, options), mayRead: true, cancellationToken)));
        }

        return await request.AnswerAsync(HttpStatusCode.OK, writer => HookAnswers.WritePreviews(writer, hook, previews));
    }

    private static IntakeOptions Options(Hook hook, MappedUpdate update) =>
        new() { OccurredAt = update.OccurredAt, IdempotencyKey = HookReading.IdempotencyKey(hook, update.EventId) };

    private static partial class Log
    {
        [LoggerMessage(81, LogLevel.Warning, "A request to tenant {Tenant}'s hook {Hook} was not let in: {Verdict}")]
        public static partial void NotLetIn(ILogger logger, string tenant, string hook, HookVerdict verdict);

        [LoggerMessage(82, LogLevel.Warning, "An update from tenant {Tenant}'s hook {Hook} was refused: {Pointers}")]
        public static partial void Refused(ILogger logger, string tenant, string hook, string pointers);
    }
}
