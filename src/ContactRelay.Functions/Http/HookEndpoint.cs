using ContactRelay.Intake;
using ContactRelay.Intake.Hooks;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Takes webhooks: checks whose they are, makes updates of them, accepts these.</summary>
public sealed class HookEndpoint(
    ApiGuard guard, ITenantDirectory tenants, HookGate gate, HookIntake intake, HookFigures figures, DryRun dryRun)
{
    /// <summary>Handles the call; <paramref name="key"/> is the secret in the URL where it has one.</summary>
    public Task<HttpResponseData> HandleAsync(
        HttpRequestData request, string tenantId, string hookName, string? key, CancellationToken cancellationToken) =>
        guard.RunAsync(request, async cancellationToken =>
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

            var verdict = await gate.CheckAsync(new(tenantId, hookName), tenant, received, key, cancellationToken);
            if (verdict == HookVerdict.Verified)
            {
                return await AcceptAsync(request, tenant!, hook!, received, cancellationToken);
            }

            if (hook is not null)
            {
                figures.NotLetIn(tenant!, hook, verdict);
            }

            return await request.AnswerAsync(HookProblems.Of(verdict));
        }, cancellationToken);

    private async Task<HttpResponseData> AcceptAsync(
        HttpRequestData request, Tenant tenant, Hook hook, HookRequest received, CancellationToken cancellationToken)
    {
        var reading = HookReading.Read(hook, received);
        if (reading.Problem is not null)
        {
            figures.CannotRead(tenant, hook);
            return await request.AnswerAsync(HookProblems.Of(reading));
        }

        var results = await intake.AcceptAsync(tenant, hook, reading, cancellationToken);
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
            var preview = update.IsNothing || update.Errors.Count > 0
                ? new(IntakeResult.Refused(update.Errors))
                : await dryRun.ShowAsync(tenant, update.ContactId, new(update.Changes, HookIntake.Options(hook, update)), mayRead: true, cancellationToken);
            previews.Add((update, preview.IsRefused ? new(HookIntake.Explain(hook, update, preview.Intake)) : preview));
        }

        return await HookAnswers.AnswerAsync(request, previews);
    }
}
