using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>Where a message ends that is no update, what is kept of it, and how it is corrected.</summary>
public sealed class QueueDeadLettersTests : IAsyncDisposable
{
    private const string Right = """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"}}""";
    private const string Misspelt = """{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"occuredAt":"2026-01-31T11:00:00Z"}""";

    private readonly HandlerUnderTest _handler = new();

    private RelayUnderTest Relay => _handler.Relay;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _handler.DisposeAsync();

    [Theory]
    [InlineData("""{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"source":"crm"}""", "1")]
    [InlineData("""{"tenant":"ACME","changes":{"firstName":"Ada"}}""", null)]
    [InlineData("""{"tenant":"acme","contactId":1.5,"changes":{"firstName":"Ada"}}""", "1.5")]
    [InlineData("""{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada" """, "1")]
    [InlineData("""{"tenant":"acme","contactId":"1","changes":{"Ada":"Ada"}}""", "1")]
    [InlineData("tenant=acme&contactId=1&firstName=Ada", "1")]
    public async Task Message_that_names_a_tenant_is_in_its_list_with_its_text(string text, string? contactId)
    {
        foreach (var sent in new[] { text, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) })
        {
            await _handler.HandleAsync(sent, Relay.Now.AddMinutes(-1), isBulk: true);

            var letter = await _handler.BuriedAsync();
            Assert.NotNull(letter);
            Assert.Equal((DeadLetter.Invalid, contactId, text.Trim()), (letter.Kind, letter.ContactId, letter.Message));
            Assert.Equal((Relay.Now.AddMinutes(-1), true), (letter.InsertedAt, letter.IsBulk));
            Assert.DoesNotContain("Ada", letter.Text + letter.Reason, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Relay.Log.Lines, line => line.Words.Contains("Ada", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"tenant":"ghost","contactId":"1","changes":{"firstName":"Ada"},"source":"crm"}""", "ghost")]
    [InlineData("""{"tenant":"ghost","contactId":"1","changes":{"firstName":"Ada"},"tries":6}""", "ghost")]
    [InlineData("""{"contactId":"1","changes":{"firstName":"Ada"}}""", "")]
    [InlineData("Ada", "")]
    public async Task Message_to_no_tenant_keeps_its_shape_alone(string text, string tenant)
    {
        await _handler.HandleAsync(text);

        var letter = await _handler.BuriedAsync(tenant);
        Assert.NotNull(letter);
        Assert.Null(letter.Message);
        Assert.DoesNotContain("Ada", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_from_before_its_contact_was_erased_keeps_nothing_of_it()
    {
        await _handler.PutAsync(Erasing.Erase(Mailbox.Empty, Relay.Now));

        await _handler.HandleAsync(Right, Relay.Now.AddMinutes(-1));

        var letter = await _handler.BuriedAsync();
        Assert.NotNull(letter);
        Assert.Equal((null, null), (letter.ContactId, letter.Message));
    }

    [Fact]
    public async Task Names_of_own_fields_that_are_refused_are_masked()
    {
        await _handler.HandleAsync("""{"tenant":"acme","contactId":"1","changes":{"company":"x","fields":{"ada@example.com":1}},"deliverAt":"2025-01-01T00:00:00Z"}""");

        var letter = await _handler.BuriedAsync();
        Assert.NotNull(letter);
        Assert.DoesNotContain("ada@", letter.Reason + letter.Text, StringComparison.Ordinal);
        Assert.Contains("ada@", letter.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_is_erased_with_the_contact_that_it_names()
    {
        await _handler.HandleAsync(Misspelt);

        Assert.True(await Relay.Get<ContactErasure>().EraseAsync(await TenantAsync(), "1", Token));

        Assert.Empty(await Relay.DeadLettersAsync());
    }

    [Fact]
    public async Task Redrive_of_a_corrected_message_is_an_update_as_old_as_the_message()
    {
        await _handler.HandleAsync(Misspelt, Relay.Now.AddHours(-1));
        Relay.Pass(TimeSpan.FromHours(1));

        Assert.Equal((DeadLetterOutcome.Redriven, 0), await RedriveAsync(Right));

        var pending = Assert.Single((await Relay.MailboxAsync("1")).Pending);
        Assert.Equal(Relay.Now.AddHours(-2).ToUnixTimeMilliseconds(), pending.Version.UnixMs);
        Assert.Empty(await Relay.DeadLettersAsync());
    }

    [Fact]
    public async Task Redrive_of_a_corrected_message_overwrites_nothing_newer()
    {
        await _handler.HandleAsync(Misspelt, Relay.Now.AddHours(-1));
        await Relay.AcceptAsync("1", Mailboxes.Given.Fields(("firstName", "Newer")));
        await _handler.HandleAsync("""{"tenant":"acme","contactId":"1"}""");

        Assert.Equal((DeadLetterOutcome.Redriven, 0), await RedriveAsync(Right));

        var mailbox = await Relay.MailboxAsync("1");
        Assert.Empty(mailbox.Pending);
        Assert.Equal(1, mailbox.Counts[UpdateStatus.Superseded]);
    }

    [Fact]
    public async Task Redrive_twice_is_one_update()
    {
        await _handler.HandleAsync(Misspelt);
        var stored = (await Relay.Storage.DeadLetters.FindAsync("acme", "message-1", Token))!;

        await Relay.Get<QueueMessageRedrive>().RedriveAsync(await TenantAsync(), stored, Right, Token);
        await Relay.Get<QueueMessageRedrive>().RedriveAsync(await TenantAsync(), stored, Right, Token);

        Assert.Single((await Relay.MailboxAsync("1")).Pending);
    }

    [Theory]
    [InlineData(null, "/occuredAt")]
    [InlineData("{", "")]
    [InlineData("""{"tenant":"acme","contactId":"1"}""", "/changes")]
    [InlineData("""{"tenant":"other","contactId":"1","changes":{"firstName":"Ada"}}""", "/tenant")]
    [InlineData("""{"tenant":"acme","contactId":"1","changes":{"email":"Ada"}}""", "/changes/email")]
    [InlineData("""{"tenant":"acme","contactId":"1","changes":{"firstName":"Ada"},"deliverAt":"2025-01-01T00:00:00Z"}""", "/deliverAt")]
    public async Task Redrive_of_what_is_still_wrong_is_refused_with_pointers_and_leaves_the_letter(string? corrected, string pointer)
    {
        await _handler.HandleAsync(Misspelt);
        var stored = (await Relay.Storage.DeadLetters.FindAsync("acme", "message-1", Token))!;

        var (outcome, errors) = await Relay.Get<QueueMessageRedrive>().RedriveAsync(await TenantAsync(), stored, corrected, Token);

        Assert.Equal((DeadLetterOutcome.Refused, pointer), (outcome, Assert.Single(errors).Pointer));
        Assert.Single(await Relay.DeadLettersAsync());
    }

    private async Task<(DeadLetterOutcome Outcome, int Errors)> RedriveAsync(string? corrected)
    {
        var stored = (await Relay.Storage.DeadLetters.FindAsync("acme", "message-1", Token))!;
        var (outcome, errors) = await Relay.Get<QueueMessageRedrive>().RedriveAsync(await TenantAsync(), stored, corrected, Token);
        return (outcome, errors.Count);
    }

    private async Task<Tenant> TenantAsync() => (await Relay.Get<ITenantDirectory>().FindAsync("acme", Token))!;
}
