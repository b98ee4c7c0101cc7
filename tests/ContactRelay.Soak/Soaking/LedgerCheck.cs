using System.Net.Http.Json;
using System.Text.Json;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>Compares what a contact's mailbox counts with what was sent: nothing twice, and the ledger adds up.</summary>
internal sealed class LedgerCheck(HttpClient client, Findings findings)
{
    /// <summary>Checks one contact.</summary>
    public async Task CheckAsync(Subject subject, string contact, IReadOnlyList<Sending> sent, CancellationToken cancellationToken)
    {
        var mailbox = await client.GetFromJsonAsync<JsonElement>($"/api/tenants/{subject.Tenant}/contacts/{contact}", cancellationToken);
        var accepted = mailbox.GetProperty("accepted").GetInt64();
        var settled = mailbox.GetProperty("settled").EnumerateObject().Sum(count => count.Value.GetInt64());
        var answered = sent.Where(sending => sending.Status is not null).Select(sending => sending.Status).Distinct().Count();
        var unanswered = sent.Count(sending => sending.Status is null);
        findings.Unless(
            accepted == settled + mailbox.GetProperty("pending").GetInt64(), $"{subject.Tenant}: a mailbox has accepted {accepted}, which is not the sum of what is pending and settled");
        findings.Unless(
            accepted >= answered && accepted <= answered + unanswered,
            $"{subject.Tenant}: a mailbox has accepted {accepted}, of {answered} that were answered with a 202 and {unanswered} without an answer");
    }
}
