using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>One caller: sends updates, each again until it is answered if it has an idempotency key, as a good caller does.</summary>
internal sealed class Writer(HttpClient client, Journal journal, Findings findings, Func<int> contactsBegin, Random random)
{
    /// <summary>How many contacts of a tenant are written to at a time.</summary>
    public const int Contacts = 8;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(2);

    // A version is what the clock says, but a little later where several come within a millisecond.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(2);

    /// <summary>Sends until it is to stop; what it has begun it ends.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        while (!stop.IsCancellationRequested)
        {
            var sending = Next();
            journal.Add(sending);
            await SendAsync(sending, cancellationToken);
            await Task.Delay(LongestPause * random.NextDouble(), cancellationToken);
        }
    }

    private Sending Next()
    {
        var subject = Subject.All[random.Next(Subject.All.Count)];
        var contact = subject.Contact(contactsBegin() + random.Next(Contacts));
        var number = journal.NextNumber();
        var paths = subject.Fields.Keys.Where(_ => random.Next(3) == 0).ToHashSet();
        if (paths.Count == 0 || random.Next(6) == 0)
        {
            paths = [.. subject.Fields.Keys];
        }

        if (subject.Fields.ContainsKey("email") && !journal.HasEmail(subject, contact))
        {
            paths.Add("email");
        }

        var now = DateTimeOffset.UtcNow;
        var occurredAt = DateTimeOffset.FromUnixTimeMilliseconds((now - (Oldest * random.NextDouble())).ToUnixTimeMilliseconds());
        return new()
        {
            Number = number,
            Subject = subject,
            Contact = contact,
            Paths = [.. paths],
            Key = random.Next(3) > 0 ? string.Create(CultureInfo.InvariantCulture, $"key-{number}") : null,
            OccurredAt = random.Next(4) == 0 ? occurredAt : null,
            Version = new(now.ToUnixTimeMilliseconds(), long.MaxValue),
        };
    }

    private async Task SendAsync(Sending sending, CancellationToken cancellationToken)
    {
        while (sending.Status is null)
        {
            var (status, body, _) = await TrySendAsync(sending, cancellationToken);
            if (status is HttpStatusCode.Accepted)
            {
                sending.Status = new(client.BaseAddress!, body!.Value.GetProperty("statusUrl").GetString());
            }
            else if (status is not (null or HttpStatusCode.ServiceUnavailable))
            {
                findings.Add($"{sending.Name} was answered {(int)status}");
                return;
            }
            else if (sending.Key is null)
            {
                // It may have been stored or not; to send it again could make it two.
                sending.Version = KnownVersion(sending);
                return;
            }
            else
            {
                await Task.Delay(Patience, cancellationToken);
            }
        }

        sending.Version = KnownVersion(sending);
        if (sending.Paths.Contains("email"))
        {
            journal.EmailAccepted(sending.Subject, sending.Contact);
        }

        await ReadVersionAsync(sending, cancellationToken);
        if (sending.Key is not null && random.Next(20) == 0)
        {
            await ReplayAsync(sending, cancellationToken);
        }
    }

    /// <summary>The request's answer; nothing where there was none.</summary>
    private async Task<(HttpStatusCode? Status, JsonElement? Body, bool IsReplay)> TrySendAsync(Sending sending, CancellationToken cancellationToken)
    {
        var query = sending.OccurredAt is { } at ? $"?occurredAt={at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}" : "";
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/tenants/{sending.Subject.Tenant}/contacts/{sending.Contact}{query}");
        var update = Subject.Update(sending.Paths.Select(path => KeyValuePair.Create(path, sending.Value(path))));
        request.Content = new StringContent(update.ToJsonString(), Encoding.UTF8, "application/merge-patch+json");
        if (sending.Key is not null)
        {
            request.Headers.Add("Idempotency-Key", sending.Key);
        }

        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            JsonElement? body = response.StatusCode == HttpStatusCode.Accepted ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken) : null;
            return (response.StatusCode, body, response.Headers.Contains("Idempotent-Replayed"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, null, false);
        }
    }

    private static VersionRange KnownVersion(Sending sending) => sending.OccurredAt is { } given
        ? VersionRange.Exactly(given)
        : sending.Version with { High = (DateTimeOffset.UtcNow + ClockSlack).ToUnixTimeMilliseconds() };

    /// <summary>At once: a mailbox forgets the details of what it settled long ago.</summary>
    private async Task ReadVersionAsync(Sending sending, CancellationToken cancellationToken)
    {
        if (await UpdateState.ReadAsync(client, sending, cancellationToken) is not { Version: { } version })
        {
            return;
        }

        findings.Unless(sending.OccurredAt is null || sending.OccurredAt == version, $"{sending.Name} has another version than it was given");
        sending.Version = VersionRange.Exactly(version);
    }

    private async Task ReplayAsync(Sending sending, CancellationToken cancellationToken)
    {
        var (status, body, isReplay) = await TrySendAsync(sending, cancellationToken);
        if (status is not null)
        {
            journal.Replayed();
            findings.Unless(
                status == HttpStatusCode.Accepted && isReplay && sending.Status == new Uri(client.BaseAddress!, body!.Value.GetProperty("statusUrl").GetString()),
                $"{sending.Name} sent again was answered {(int)status}, and not as the same update");
        }
    }
}
