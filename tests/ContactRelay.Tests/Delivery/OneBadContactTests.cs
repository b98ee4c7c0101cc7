using System.Net;
using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>A contact whose calls are always answered in one way holds up no other contact, and its updates come to an end.</summary>
public sealed class OneBadContactTests : IAsyncDisposable
{
    private const string Page = "<html><body>Blocked</body></html>";

    private readonly RelayUnderTest _relay = new();

    public static TheoryData<int, string> EachError()
    {
        var data = new TheoryData<int, string>();
        foreach (var status in Enumerable.Range(400, 200))
        {
            data.Add(status, Page);
            data.Add(status, """{"success":false,"reason":"You may not edit this contact"}""");
        }

        foreach (var body in (string[])[Page, "", """{"success":tru""", """{"data":[]}""", "null", "42", """{"success":false,"reason":"Invalid API key"}""", """{"success":false,"reason":"database is locked"}"""])
        {
            data.Add(200, body);
        }

        return data;
    }

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Theory]
    [MemberData(nameof(EachError))]
    public async Task Good_contact_is_delivered_and_the_bad_one_comes_to_an_end(int status, string body)
    {
        _relay.Provider.Otherwise = request => request.RequestUri!.Segments[^1] == "bad"
            ? new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "text/html") }
            : null;
        await _relay.AcceptAsync("bad");
        var waits = new List<TimeSpan>();
        foreach (var hours in (int[])[0, 0, 1, 1, 4, 70, 10])
        {
            _relay.Pass(TimeSpan.FromHours(hours));
            var good = $"good-{waits.Count}";
            await _relay.AcceptAsync(good);
            var accepted = _relay.Now;
            while (!(await _relay.MailboxAsync(good)).Pending.IsEmpty && _relay.Now - accepted < TimeSpan.FromHours(2))
            {
                await _relay.HandleAllAsync();
                _relay.Pass(TimeSpan.FromSeconds(20));
            }

            waits.Add(_relay.Now - accepted);
            Assert.Equal(1, (await _relay.MailboxAsync(good)).Counts[UpdateStatus.Delivered]);
        }

        // A first refusal of the key holds the tenant for a minute, until another contact shows that it is good; what asks to wait
        // does so twice, and again after a day.
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromMinutes(3)));
        Assert.InRange(waits.Count(wait => wait > TimeSpan.FromSeconds(20)), 0, status == 429 ? 4 : 2);
        await _relay.HandleAllAsync();
        var bad = await _relay.MailboxAsync("bad");
        Assert.Empty(bad.Pending);
        Assert.Contains(bad.Settled[0].Status, new[] { UpdateStatus.Rejected, UpdateStatus.Expired });
        Assert.Single(await _relay.DeadLettersAsync());
    }

    [Fact]
    public async Task Forbidden_eight_times_is_rejected_and_says_so()
    {
        _relay.Provider.Otherwise = _ => new(HttpStatusCode.Forbidden) { Content = new StringContent(Page) };
        await _relay.AcceptAsync("bad");
        while (!(await _relay.MailboxAsync("bad")).Pending.IsEmpty)
        {
            await _relay.HandleAllAsync();
            _relay.Pass(TimeSpan.FromMinutes(1));
        }

        var settled = (await _relay.MailboxAsync("bad")).Settled[0];
        Assert.Equal((UpdateStatus.Rejected, "Forbidden 8 times; the last time: HTTP 403"), (settled.Status, settled.Detail!.Reason));
        Assert.Equal(Enumerable.Repeat("forbidden", 8), settled.Detail.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(Forbidding.MaxTimes, _relay.Provider.Requests.Count);
    }

    [Fact]
    public async Task Hold_that_is_lifted_lets_eighty_updates_go_within_seconds()
    {
        _relay.Secret(ContactRelay.Secrets.SecretReading.Missing("There is no secret."));
        for (var i = 0; i < 80; i++)
        {
            await _relay.AcceptAsync($"c{i}");
        }

        await _relay.HandleAllAsync();
        var hold = (await _relay.Storage.Gates.LoadAsync("acme", TestContext.Current.CancellationToken)).Gate.Hold!;
        Assert.Equal((HoldReason.Unauthorized, 0), (hold.Reason, hold.Times));
        _relay.Secret(ContactRelay.Secrets.SecretReading.Found("acme-key", "key-1", "v1"));
        _relay.Pass(TimeSpan.FromSeconds(20));

        var tenant = await _relay.Get<ContactRelay.Tenants.ITenantDirectory>().FindAsync("acme", TestContext.Current.CancellationToken);
        await _relay.Get<TenantHolds>().ResumeAsync(tenant!, TestContext.Current.CancellationToken);
        for (var seconds = 0; seconds < 3; seconds++)
        {
            await _relay.HandleAllAsync();
            _relay.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(80, _relay.Provider.Requests.Count);
    }

    [Fact]
    public async Task Probe_that_succeeds_lets_the_others_go_within_seconds()
    {
        _relay.Provider.Otherwise = _ => new(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
        for (var i = 0; i < 30; i++)
        {
            await _relay.AcceptAsync($"c{i}");
        }

        await _relay.HandleAllAsync();
        _relay.Provider.Otherwise = null;
        var called = _relay.Provider.Requests.Count;
        while (_relay.Provider.Requests.Count == called)
        {
            _relay.Pass(TimeSpan.FromSeconds(1));
            await _relay.HandleAllAsync();
        }

        for (var seconds = 0; seconds < 3; seconds++)
        {
            _relay.Pass(TimeSpan.FromSeconds(1));
            await _relay.HandleAllAsync();
        }

        Assert.Equal(30, _relay.Provider.Requests.Count - called);
    }

    [Fact]
    public async Task Answer_about_another_record_is_named_in_the_updates_story()
    {
        _relay.Provider.Answer(HttpStatusCode.OK, """{"success":true,"crm_id":999}""");
        await _relay.AcceptAsync("11", Given.Fields(("firstName", "Ada")));
        await _relay.HandleAllAsync();

        var settled = (await _relay.MailboxAsync("11")).Settled[0];
        Assert.Equal((UpdateStatus.Delivered, "999"), (settled.Status, settled.Detail!.RecordId));
        Assert.Equal("The provider answered about another record: 999.", settled.Detail.Reason);
        Assert.Equal(settled.Detail.Reason, settled.Detail.Attempts[0].Reason);
    }
}
