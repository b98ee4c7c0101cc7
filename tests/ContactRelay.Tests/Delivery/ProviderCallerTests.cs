using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Secrets;
using ContactRelay.Tenants;
using ContactRelay.Tests.Mailboxes;
using ContactRelay.Tests.Providers;
using ContactRelay.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What comes of a call before, in and after the request, and how connections are made.</summary>
public sealed class ProviderCallerTests : IAsyncDisposable
{
    private readonly Refusing _refusing = new();
    private readonly RelayUnderTest _relay;

    public ProviderCallerTests() => _relay = new((services, _) => services.AddSingleton<IContactProvider>(_refusing));

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Fact]
    public async Task Call_with_just_enough_of_the_lease_left_is_made()
    {
        var report = await CallAsync(lease: TimeSpan.FromSeconds(60));

        Assert.Equal((OutcomeKind.Delivered, 200, "v1"), (report.Outcome.Kind, report.Attempt.HttpStatus, report.SecretVersion));
    }

    [Fact]
    public async Task Call_with_too_little_of_the_lease_left_is_not_made()
    {
        var report = await CallAsync(lease: TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));

        Assert.Equal((OutcomeKind.RetryLater, null, "v1"), (report.Outcome.Kind, report.Attempt.HttpStatus, report.SecretVersion));
        Assert.Equal("Too little of the lease was left to start a call.", report.Attempt.Reason);
        Assert.Empty(_relay.Provider.Requests);
    }

    [Fact]
    public async Task Call_whose_key_was_rotated_is_made_again_with_the_new_one()
    {
        _relay.Provider.Answer(_ =>
        {
            _relay.Secret(SecretReading.Found("acme-key", "key-2", "v2"));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized));
        });

        var report = await CallAsync();

        Assert.Equal((OutcomeKind.Delivered, "v2"), (report.Outcome.Kind, report.SecretVersion));
        Assert.Equal(["key-1", "key-2"], _relay.Provider.Requests.Select(request => request.Key));
    }

    [Fact]
    public async Task Call_whose_key_is_the_same_is_not_made_again()
    {
        _relay.Provider.Answer(HttpStatusCode.Unauthorized);

        var report = await CallAsync();

        Assert.Equal((OutcomeKind.Unauthorized, "v1"), (report.Outcome.Kind, report.SecretVersion));
        Assert.Single(_relay.Provider.Requests);
    }

    [Theory]
    [InlineData(true, OutcomeKind.RetryLater)]
    [InlineData(false, OutcomeKind.Unauthorized)]
    public async Task Call_without_a_key_is_not_made(bool isPassing, OutcomeKind kind)
    {
        _relay.Secret(isPassing ? SecretReading.Unavailable("The vault is away.") : SecretReading.Missing("The vault is away."));

        var report = await CallAsync();

        Assert.Equal((kind, "The vault is away.", null), (report.Outcome.Kind, report.Attempt.Reason, report.SecretVersion));
        Assert.Empty(_relay.Provider.Requests);
    }

    [Fact]
    public async Task Call_is_measured()
    {
        using var metrics = new RecordedMetrics(_relay.Get<IServiceProvider>());
        _relay.Provider.Answer(_ =>
        {
            _relay.Pass(TimeSpan.FromSeconds(2));
            return Task.FromResult(ScriptedProvider.Applied());
        });

        var report = await CallAsync();

        Assert.Equal([2.0], metrics.Values("contactrelay.provider.call.duration")["tenant=acme provider=kulea"]);
        Assert.Equal((_relay.Now.AddSeconds(-2), 2000), (report.Attempt.At, report.Attempt.Milliseconds));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "retryLater", ActivityStatusCode.Unset)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "retryLater", ActivityStatusCode.Error)]
    public async Task Call_is_a_span_that_says_what_came_of_it(HttpStatusCode status, string outcome, ActivityStatusCode code)
    {
        using var spans = new RecordedSpans();
        using var around = new Activity("test").SetParentId(spans.TraceParent).Start();
        _relay.Provider.Answer(status);

        var report = await CallAsync();

        var span = Assert.Single(spans.Of(ActivityKind.Client));
        Assert.Equal(((int)status, report.Attempt.Outcome, code), (span.GetTagItem("http.response.status_code"), span.GetTagItem("outcome"), span.Status));
        Assert.Equal(outcome, report.Attempt.Outcome);
    }

    [Fact]
    public async Task Call_that_the_provider_would_refuse_is_rejected_in_words_for_each_field()
    {
        var report = await CallAsync(changes: Given.Fields(("email", "a@b.example"), ("subscription", "subscribed")));

        Assert.Equal((OutcomeKind.Rejected, RefusalScope.Fields), (report.Outcome.Kind, report.Outcome.Scope));
        Assert.Equal(
            "/email: Kulea does not let a contact's e-mail address be changed. "
            + "/subscription: Kulea can only unsubscribe: nothing re-subscribes a contact, and it has no other status.",
            report.Attempt.Reason);
        Assert.Empty(_relay.Provider.Requests);
    }

    [Theory]
    [InlineData("/email", RefusalScope.Fields)]
    [InlineData("/contactId", RefusalScope.Contact)]
    [InlineData("/email /contactId", RefusalScope.Contact)]
    public async Task Call_refused_for_the_contacts_id_is_refused_for_the_contact(string pointers, RefusalScope scope)
    {
        _refusing.Errors = [.. pointers.Split(' ').Select(pointer => new FieldError(pointer, "Wrong."))];

        var report = await CallAsync("refusing");

        Assert.Equal((OutcomeKind.Rejected, scope), (report.Outcome.Kind, report.Outcome.Scope));
        Assert.Equal(string.Join(' ', pointers.Split(' ').Select(pointer => pointer + ": Wrong.")), report.Attempt.Reason);
    }

    [Fact]
    public async Task Send_answer_that_asks_to_wait_until_now_asks_for_nothing()
    {
        _relay.Provider
            .Answer(HttpStatusCode.TooManyRequests, retryAfter: _relay.Now.ToString("R"))
            .Answer(HttpStatusCode.TooManyRequests, retryAfter: _relay.Now.AddSeconds(1).ToString("R"));

        Assert.Null((await CallAsync()).Outcome.After);
        Assert.Equal(TimeSpan.FromSeconds(1), (await CallAsync()).Outcome.After);
    }

    [Fact]
    public void Handler_follows_nothing_keeps_nothing_and_has_no_proxy()
    {
        using var handler = ProviderConnection.CreateHandler(new BaseUrlRule(AllowLocal: false));

        Assert.Equal((false, false, false), (handler.AllowAutoRedirect, handler.UseCookies, handler.UseProxy));
    }

    [Fact]
    public async Task Find_host_without_a_public_address_says_so()
    {
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => ProviderConnection.FindAsync(
            "acme.example", new(AllowLocal: false), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), CancellationToken.None));

        Assert.Equal((HttpRequestError.ConnectionError, "The host has no public address."), (thrown.HttpRequestError, thrown.Message));
    }

    [Fact]
    public async Task Connection_sends_without_delay()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var handler = ProviderConnection.CreateHandler(new BaseUrlRule(AllowLocal: true));
        var connect = handler.ConnectCallback!;
        bool? noDelay = null;
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            await using var stream = (NetworkStream)await connect(context, cancellationToken);
            noDelay = stream.Socket.NoDelay;
            throw new IOException("That was all.");
        };
        using var client = new HttpClient(handler);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://{listener.LocalEndpoint}"), TestContext.Current.CancellationToken));

        Assert.True(noDelay);
    }

    private Task<SettleReport> CallAsync(string provider = "kulea", TimeSpan? lease = null, ContactFields? changes = null)
    {
        var tenant = TenantBuilder.Kulea().Build() with { Provider = provider };
        var taken = new Lease("token", _relay.Now + (lease ?? MailboxDelivery.LeaseTime), _relay.Now, []);
        var batch = new Batch(taken, [], changes ?? Given.Fields(("firstName", "Ada")), ImmutableDictionary<string, ImmutableArray<string>>.Empty);
        return _relay.Get<ProviderCaller>().CallAsync(tenant, "1", batch, ContactFields.Empty);
    }

    private sealed class Refusing : IContactProvider
    {
        public IReadOnlyList<FieldError> Errors { get; set; } = [];

        public ProviderDescription Description { get; } = new() { Name = "refusing", Title = "Refusing", Settings = [], Fields = [] };

        public FrozenSet<string> AdditiveFields { get; } = [];

        public IReadOnlyList<FieldError> Validate(string contactId, ContactFields changes, ContactFields known, Tenant tenant) => Errors;

        public BuildResult BuildRequest(string contactId, ContactFields changes, ContactFields known, Tenant tenant, string apiKey) => new(null, Errors);

        public ProviderReading ReadAnswer(ProviderAnswer answer, string contactId, ContactFields sent, ContactFields known, Tenant tenant) => throw new NotSupportedException();

        public ContactFields Remember(ContactFields known, ContactFields sent) => known;
    }
}
