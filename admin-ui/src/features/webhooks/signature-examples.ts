/** How a receiver checks a delivery, with the library of the Standard Webhooks project for its language. */

export const EXAMPLE_LANGUAGES = ['Node', 'PHP', 'Python'] as const;
export type ExampleLanguage = (typeof EXAMPLE_LANGUAGES)[number];

export const SIGNATURE_EXAMPLES: Readonly<Record<ExampleLanguage, string>> = {
  Node: `// npm install standardwebhooks
import express from 'express';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.KUNCI_WEBHOOK_SECRET);
const app = express();

app.post('/kunci', express.raw({ type: '*/*' }), (request, response) => {
  const event = webhook.verify(request.body, request.headers);
  console.log(event.event, event.data);
  response.sendStatus(204);
});`,
  PHP: `<?php // composer require standard-webhooks/standard-webhooks
$webhook = new \\StandardWebhooks\\Webhook(getenv('KUNCI_WEBHOOK_SECRET'));
$body = file_get_contents('php://input');
$headers = array_change_key_case(getallheaders());

$event = $webhook->verify($body, $headers);
error_log($event['event']);
http_response_code(204);`,
  Python: `# pip install standardwebhooks
import os
from flask import Flask, request
from standardwebhooks.webhooks import Webhook

app = Flask(__name__)
webhook = Webhook(os.environ["KUNCI_WEBHOOK_SECRET"])

@app.post("/kunci")
def kunci():
    event = webhook.verify(request.get_data(), dict(request.headers))
    print(event["event"], event["data"])
    return "", 204`,
};
