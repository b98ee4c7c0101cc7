using System.Net;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Shows dead letters, and decides over them.</summary>
public sealed class DeadLetterEndpoint(ApiGuard guard, IDeadLetterStore deadLetters, DeadLetterDesk desk, QueueMessageRedrive messages, DryRun dryRun)
{
    /// <summary>How many letters a page has where nobody says.</summary>
    public const int PageSize = 50;

    /// <summary>The most letters of a page, and the most that one call decides over.</summary>
    public const int MaxLetters = 500;

    private const int MaxPreviews = 20;
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxReasonLength = 500;

    /// <summary>Lists the tenant's dead letters, page by page.</summary>
    public Task<HttpResponseData> ListAsync(HttpRequestData request, string tenantId, CancellationToken cancellationToken) =>
        guard.RunAsync(request, tenantId, CallerAccess.Full, async (tenant, _, cancellationToken) =>
        {
            var errors = new List<FieldError>();
            var wanted = DeadLetterRequest.Read(request.Query, tenant.Scope, errors);
            if (errors.Count > 0)
            {
                return await request.AnswerAsync(Problem.Invalid(errors));
            }

            var letters = await deadLetters.ListAsync(wanted.Query, cancellationToken).Take(wanted.Limit + 1).ToListAsync(cancellationToken);
            var page = letters.Take(wanted.Limit).ToArray();
            return await request.AnswerAsync(
                HttpStatusCode.OK, writer => DeadLetterViews.WritePage(writer, request, page, wanted.WithValues, letters.Count > page.Length ? page[^1].Letter.Id : null));
        }, cancellationToken);

    /// <summary>Sends letters on their way again, or shows what would be sent.</summary>
    public Task<HttpResponseData> RedriveAsync(HttpRequestData request, string tenantId, CancellationToken cancellationToken) =>
        DecideAsync(
            request,
            tenantId,
            wanted => wanted.Message is null || wanted.Ids is { Count: 1 } ? null : new("/ids", "Name the one dead letter that \"message\" corrects."),
            async (tenant, letter, wanted) => letter.Letter.Update is null
                ? await messages.RedriveAsync(tenant, letter, wanted.Message, cancellationToken)
                : (await desk.RedriveAsync(tenant, letter, cancellationToken), []),
            cancellationToken);

    /// <summary>Gives letters up for good.</summary>
    public Task<HttpResponseData> DiscardAsync(HttpRequestData request, string tenantId, CancellationToken cancellationToken) =>
        DecideAsync(
            request,
            tenantId,
            wanted => wanted.Reason is { Length: > 0 and <= MaxReasonLength } ? null : new("/reason", $"Say why they are given up, in 1 to {MaxReasonLength} characters."),
            async (tenant, letter, wanted) => (await desk.DiscardAsync(tenant, letter, wanted.Reason!, cancellationToken), []),
            cancellationToken);

    private Task<HttpResponseData> DecideAsync(
        HttpRequestData request,
        string tenantId,
        Func<DeadLetterRequest, FieldError?> check,
        Func<Tenant, StoredDeadLetter, DeadLetterRequest, Task<(DeadLetterOutcome Outcome, IReadOnlyList<FieldError> Errors)>> decide,
        CancellationToken cancellationToken) => guard.RunAsync(request, tenantId, CallerAccess.Full, async (tenant, _, cancellationToken) =>
    {
        var (body, problem) = await request.ReadJsonAsync(["application/json"], MaxBodyBytes, cancellationToken);
        var errors = new List<FieldError>();
        var wanted = problem is null ? DeadLetterRequest.Read(body, tenant.Scope, errors) : null;
        if (problem is null && wanted is null)
        {
            errors.Add(new("", "Send {\"ids\": […]}, or a time with \"since\", \"until\", \"kind\" or \"contactId\"; and \"preview\": true to see what would be done."));
        }
        else if (wanted is not null && errors.Count == 0)
        {
            errors.AddRange(CheckChoice(wanted));
            errors.AddRange(check(wanted) is { } wrong ? [wrong] : []);
        }

        if (problem is not null || errors.Count > 0)
        {
            return await request.AnswerAsync(problem ?? Problem.Invalid(errors));
        }

        var letters = await ChooseAsync(tenant, wanted!, cancellationToken);
        return wanted!.Preview
            ? await PreviewAsync(request, tenant, letters, wanted.Message, cancellationToken)
            : await DecideAsync(request, letters, letter => decide(tenant, letter, wanted));
    }, cancellationToken);

    private static IEnumerable<FieldError> CheckChoice(DeadLetterRequest wanted)
    {
        var isByQuery = wanted.Query is { Since: not null } or { Until: not null } or { Kind: not null } or { ContactId: not null };
        if (isByQuery == wanted.Ids is not null)
        {
            yield return new("", "Say which: either \"ids\", or \"since\", \"until\", \"kind\" or \"contactId\".");
        }

        if (wanted.Ids is { Count: > MaxLetters })
        {
            yield return new("/ids", $"May hold {MaxLetters} ids: send them in parts.");
        }
    }

    private async Task<IReadOnlyList<StoredDeadLetter>> ChooseAsync(Tenant tenant, DeadLetterRequest wanted, CancellationToken cancellationToken)
    {
        if (wanted.Ids is null)
        {
            return await deadLetters.ListAsync(wanted.Query, cancellationToken).Take(MaxLetters + 1).ToListAsync(cancellationToken);
        }

        var found = new List<StoredDeadLetter>();
        foreach (var id in wanted.Ids.Distinct(StringComparer.Ordinal))
        {
            if (await deadLetters.FindAsync(tenant.Scope, id, cancellationToken) is { } letter)
            {
                found.Add(letter);
            }
        }

        return found;
    }

    private static async Task<HttpResponseData> DecideAsync(
        HttpRequestData request,
        IReadOnlyList<StoredDeadLetter> letters,
        Func<StoredDeadLetter, Task<(DeadLetterOutcome Outcome, IReadOnlyList<FieldError> Errors)>> decide)
    {
        var outcomes = new List<(DeadLetter Letter, DeadLetterOutcome Outcome, IReadOnlyList<FieldError> Errors)>();
        foreach (var letter in letters.Take(MaxLetters))
        {
            var (outcome, errors) = await DecideAsync(letter, decide);
            outcomes.Add((letter.Letter, outcome, errors));
        }

        return await request.AnswerAsync(HttpStatusCode.OK, writer => DeadLetterViews.WriteOutcomes(writer, request, outcomes, letters.Count > MaxLetters));
    }

    /// <summary>A contact whose row cannot be read must not keep the others' letters from being decided over.</summary>
    private static async Task<(DeadLetterOutcome Outcome, IReadOnlyList<FieldError> Errors)> DecideAsync(
        StoredDeadLetter letter, Func<StoredDeadLetter, Task<(DeadLetterOutcome Outcome, IReadOnlyList<FieldError> Errors)>> decide)
    {
        try
        {
            return await decide(letter);
        }
        catch (UnreadableRowException)
        {
            return (DeadLetterOutcome.Unreadable, []);
        }
    }

    private async Task<HttpResponseData> PreviewAsync(
        HttpRequestData request, Tenant tenant, IReadOnlyList<StoredDeadLetter> letters, string? message, CancellationToken cancellationToken)
    {
        var previews = new List<(DeadLetter Letter, RequestPreview? Preview)>();
        foreach (var (letter, _) in letters.Take(MaxLetters))
        {
            previews.Add((letter, previews.Count < MaxPreviews ? await PreviewAsync(tenant, letter, message, cancellationToken) : null));
        }

        return await request.AnswerAsync(HttpStatusCode.OK, writer => DeadLetterViews.WritePreviews(writer, request, previews, letters.Count > MaxLetters));
    }

    private async Task<RequestPreview?> PreviewAsync(Tenant tenant, DeadLetter letter, string? message, CancellationToken cancellationToken)
    {
        if (letter is { Update: { } dead, ContactId: { } contactId })
        {
            // As a queued update, which may be of any age.
            var version = DateTimeOffset.FromUnixTimeMilliseconds(dead.Version.UnixMs);
            return await dryRun.ShowAsync(tenant, contactId, new(dead.Changes, new() { InsertedAt = version }), mayRead: true, cancellationToken);
        }

        if ((message ?? letter.Message) is not { } text)
        {
            return null;
        }

        var (id, update, errors) = QueueMessageRedrive.Read(tenant, letter, text);
        return update is null ? new(IntakeResult.Refused(errors)) : await dryRun.ShowAsync(tenant, id, update, mayRead: true, cancellationToken);
    }
}
